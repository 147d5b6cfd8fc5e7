{{- define "mat.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "mat.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains (include "mat.name" .) .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "mat.name" .) | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Labels of an object. Takes (list context component). */}}
{{- define "mat.labels" -}}
{{- $ctx := index . 0 -}}
{{ include "mat.selectorLabels" . }}
app.kubernetes.io/part-of: mat
app.kubernetes.io/version: {{ $ctx.Values.image.tag | default $ctx.Chart.AppVersion | trunc 63 | trimSuffix "-" | quote }}
app.kubernetes.io/managed-by: {{ $ctx.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $ctx.Chart.Name $ctx.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* What picks the pods of one workload. Takes (list context component). */}}
{{- define "mat.selectorLabels" -}}
{{ include "mat.releaseLabels" (index . 0) }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* What picks every pod of the release. */}}
{{- define "mat.releaseLabels" -}}
app.kubernetes.io/name: {{ include "mat.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "mat.image" -}}
{{- with .Values.image -}}
{{- if .registry }}{{ .registry }}/{{ end }}{{ .repository }}
{{- if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{/* The second map laid over the first, as JSON. Unlike mergeOverwrite it lets false and 0 win. */}}
{{- define "mat.merge" -}}
{{- $base := deepCopy (index . 0) }}
{{- range $key, $value := index . 1 }}
{{- $under := get $base $key }}
{{- if and (kindIs "map" $value) (kindIs "map" $under) (not (has $key (list "env" "secretEnv"))) }}
{{- $_ := set $base $key (include "mat.merge" (list $under $value) | fromJson) }}
{{- else if and (kindIs "map" $value) (kindIs "map" $under) }}
{{- range $k, $v := $value }}{{ $_ := set $under $k $v }}{{ end }}
{{- else }}
{{- $_ := set $base $key $value }}
{{- end }}
{{- end }}
{{- toJson $base }}
{{- end }}

{{/* NetworkPolicy peers out of a list of { cidr, except } and { namespaceLabels, podLabels }. */}}
{{- define "mat.peers" -}}
{{- range . }}
{{- if .cidr }}
- ipBlock:
    cidr: {{ .cidr }}
    {{- with .except }}
    except: {{ toJson . }}
    {{- end }}
{{- else }}
-
  {{- if hasKey . "namespaceLabels" }}
  namespaceSelector:
    matchLabels: {{ toJson .namespaceLabels }}
  {{- end }}
  {{- if hasKey . "podLabels" }}
  podSelector:
    matchLabels: {{ toJson .podLabels }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "mat.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: 1654
runAsGroup: 1654
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "mat.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 1654
runAsGroup: 1654
fsGroup: 1654
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "mat.pullSecrets" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{/* One variable out of a Secret. Takes (list name secret key). */}}
{{- define "mat.secretVariable" -}}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 1 }}
      key: {{ index . 2 }}
{{- end }}
