{{/*
The modules, in the order of the code's own list (Catalogue.Targets): what each one needs, whom it calls, which queues it reads.
A new module is one line here and, for mode grouped, one word in values.groups.
*/}}
{{- define "mat.modules" -}}
- { name: trust, first: true, queues: [replay-requested] }
- { name: assets, queues: [assets-changed, school-changed, replay-requested] }
- { name: tickets, queues: [school-changed, person-changed, skill-changed, assets-changed, alert-raised, alert-changed, escalation-progressed, replay-requested] }
- { name: partners, internet: true, master: true, calls: [tickets], queues: [escalation-requested, escalation-cancelled, escalation-question-answered, ticket-changed, ticket-commented, school-changed, skill-changed, replay-requested] }
- { name: alerts, syslog: true, queues: [assets-changed, school-changed, person-changed, ticket-changed, replay-requested] }
- { name: cases, queues: [alert-raised, alert-changed, school-changed, person-changed, readiness-changed] }
- { name: standards, queues: [school-changed, replay-requested] }
- { name: insights, queues: [school-changed, ticket-changed, alert-raised, alert-changed, escalation-progressed, assets-changed] }
{{- end }}

{{/* Names of the modules, comma-separated. */}}
{{- define "mat.moduleNames" -}}
{{- $names := list }}
{{- range include "mat.modules" . | fromYamlArray }}{{ $names = append $names .name }}{{ end }}
{{- join "," $names }}
{{- end }}

{{/* Which modules each workload of the chosen mode runs, besides the gateway, as JSON: { workload: [module, …] }. */}}
{{- define "mat.groups" -}}
{{- $groups := dict }}
{{- if eq .Values.mode "grouped" }}
{{- range $workload, $modules := .Values.groups }}{{ if $modules }}{{ $_ := set $groups $workload $modules }}{{ end }}{{ end }}
{{- else if eq .Values.mode "distributed" }}
{{- range include "mat.modules" . | fromYamlArray }}{{ $_ := set $groups .name (list .name) }}{{ end }}
{{- end }}
{{- toJson $groups }}
{{- end }}

{{/* The workload that runs a module in the chosen mode. Takes (list context module). */}}
{{- define "mat.workloadOf" -}}
{{- $module := index . 1 }}
{{- range $workload, $modules := include "mat.groups" (index . 0) | fromJson }}{{ if has $module $modules }}{{ $workload }}{{ end }}{{ end }}
{{- end }}

{{/*
What a workload is, apart from how many run and how large, as JSON: the sum of what its modules are. `calls` names the modules of other
workloads that it calls, `called` its own modules that any module calls. Takes (list context workload modules).
*/}}
{{- define "mat.facts" -}}
{{- $modules := index . 2 }}
{{- $facts := dict "target" (join "," $modules) "modules" $modules "postgres" true "rabbitmq" true }}
{{- $calls := list }}{{ $called := list }}{{ $queues := list }}
{{- range $module := include "mat.modules" (index . 0) | fromYamlArray }}
  {{- if has $module.name $modules }}
    {{- range $flag := list "internet" "master" "first" "syslog" }}{{ if get $module $flag }}{{ $_ := set $facts $flag true }}{{ end }}{{ end }}
    {{- range $module.queues }}{{ $queues = append $queues (printf "%s-%s" $module.name .) }}{{ end }}
    {{- if $module.calls }}{{ $_ := set $facts "signs" "partners" }}{{ end }}
    {{- range $module.calls }}{{ if has . $modules }}{{ $called = append $called . }}{{ else }}{{ $calls = append $calls . }}{{ end }}{{ end }}
  {{- else }}
    {{- range $module.calls }}{{ if has . $modules }}{{ $called = append $called . }}{{ end }}{{ end }}
  {{- end }}
{{- end }}
{{- $_ := set $facts "calls" $calls }}{{ $_ := set $facts "called" $called }}{{ $_ := set $facts "queues" $queues }}
{{- toJson $facts }}
{{- end }}

{{/* The workloads of the chosen mode by name, as JSON: facts, defaults and what the values say, laid over each other. */}}
{{- define "mat.workloads" -}}
{{- $facts := dict }}
{{- if eq .Values.mode "single" }}
{{- $_ := set $facts "server" (dict "target" "all" "modules" list "edge" true "internet" true "first" true "syslog" true "master" true "signs" "gateway") }}
{{- else }}
{{- $_ := set $facts "gateway" (dict "target" "gateway" "modules" list "edge" true "rabbitmq" true "redis" true "signs" "gateway") }}
{{- range $name, $modules := include "mat.groups" . | fromJson }}
{{- $_ := set $facts $name (include "mat.facts" (list $ $name $modules) | fromJson) }}
{{- end }}
{{- end }}
{{- $all := dict }}
{{- range $name, $is := $facts }}
{{- $workload := include "mat.merge" (list $.Values.workloadDefaults (index $.Values.workloads $name | default dict)) | fromJson }}
{{- $scales := or $workload.autoscaling.enabled $workload.keda.enabled }}
{{- $floor := ternary $workload.keda.minReplicas $workload.autoscaling.minReplicas $workload.keda.enabled }}
{{- $_ := set $workload "scales" $scales }}
{{- $_ := set $workload "several" (gt (int (ternary $floor $workload.replicas $scales)) 1) }}
{{- $_ := set $workload "is" (merge $is (dict "queues" list "calls" list "called" list)) }}
{{- $_ := set $all $name $workload }}
{{- end }}
{{- toJson $all }}
{{- end }}

{{/* The other workloads that a workload calls, as a JSON array. Takes (list context workload). */}}
{{- define "mat.calledWorkloads" -}}
{{- $names := list }}
{{- range (index . 1).is.calls }}{{ $names = append $names (include "mat.workloadOf" (list (index $ 0) .)) }}{{ end }}
{{- toJson (uniq $names) }}
{{- end }}

{{/* The one that people and tools reach. */}}
{{- define "mat.edge" -}}
{{- ternary "server" "gateway" (eq .Values.mode "single") }}
{{- end }}

{{/* Where the processes find keys, queues and databases. Takes (list context name workload). */}}
{{- define "mat.env" -}}
{{- $ctx := index . 0 }}{{ $name := index . 1 }}{{ $workload := index . 2 }}{{ $is := $workload.is }}{{ $values := $ctx.Values -}}
- name: ASPNETCORE_URLS
  value: http://+:8080
- name: MAT__DATA
  value: /data
- name: MAT__SHUTDOWNTIMEOUTSECONDS
  value: {{ $values.shutdownTimeoutSeconds | quote }}
- name: MAT__STORAGE
  value: {{ ternary "sqlite" "postgres" (eq $name "server") }}
- name: MAT__BUS
  value: {{ ternary "memory" "rabbitmq" (eq $name "server") }}
- name: MAT__CACHE
  value: {{ ternary $values.cache "memory" (default false $is.redis) }}
- name: MAT__INVOKE
  value: {{ ternary "loopback" $values.invoke (eq $name "server") }}
{{- if $values.metrics.enabled }}
- name: MAT__METRICSPORT
  value: "9464"
{{- end }}
{{- if $is.postgres }}
{{ include "mat.postgresEnv" $ctx }}
{{- end }}
{{- if $is.rabbitmq }}
{{ include "mat.secretVariable" (list "MAT__RABBITMQ" $values.rabbitmq.existingSecret $values.rabbitmq.key) }}
{{- end }}
{{- if and $is.redis (eq $values.cache "redis") }}
{{ include "mat.secretVariable" (list "MAT__REDIS" $values.redis.existingSecret $values.redis.key) }}
- name: MAT__REDISPREFIX
  value: {{ $values.redis.prefix | quote }}
{{- end }}
{{- if $values.keys.existingSecret }}
{{- with include "mat.signingKey" . }}
- name: MAT__KEYS__SIGNINGKEYFILE
  value: /keys/{{ . }}
{{- end }}
{{- range $i, $file := include "mat.verifyKeys" . | fromJsonArray }}
- name: MAT__KEYS__VERIFYKEYFILES__{{ $i }}
  value: /keys/{{ $file }}
{{- end }}
{{- if $is.master }}
- name: MAT__KEYS__MASTERKEYFILE
  value: /keys/{{ $values.keys.masterKey }}
{{- end }}
{{- if and $is.edge $values.keys.clientSecret }}
- name: MAT__OIDC__CLIENTSECRETFILE
  value: /keys/{{ $values.keys.clientSecret }}
{{- end }}
{{- end }}
{{- if $is.edge }}
{{- range $i, $network := $values.gateway.trustedProxies }}
- name: MAT__GATEWAY__TRUSTEDPROXIES__{{ $i }}
  value: {{ $network }}
{{- end }}
{{- end }}
{{- if $is.syslog }}
{{- with $values.syslog.port }}
- name: ALERTS__SYSLOG__PORT
  value: {{ . | quote }}
{{- end }}
{{- with $values.syslog.tlsPort }}
- name: ALERTS__SYSLOG__TLSPORT
  value: {{ . | quote }}
- name: ALERTS__SYSLOG__CERTIFICATEFILE
  value: /syslog-tls/tls.crt
- name: ALERTS__SYSLOG__KEYFILE
  value: /syslog-tls/tls.key
{{- end }}
{{- end }}
{{- if ne $name "server" }}
{{- range $module := ternary (include "mat.moduleNames" $ctx | splitList ",") $is.calls (eq $name "gateway") }}
{{- $host := include "mat.workloadOf" (list $ctx $module) }}
{{- if eq $values.invoke "direct" }}
- name: MAT__SERVICES__{{ $module }}
  value: http://{{ include "mat.fullname" $ctx }}-{{ $host }}:8080
{{- else if ne $host $module }}
- name: MAT__APPIDS__{{ $module }}
  value: mat-{{ $host }}
{{- end }}
{{- end }}
{{- end }}
{{- if and (ne $name "server") (eq $values.invoke "dapr") $values.dapr.apiTokenSecret }}
{{ include "mat.secretVariable" (list "DAPR_API_TOKEN" $values.dapr.apiTokenSecret "token") }}
{{- end }}
{{- if and (ne $name "server") $values.dapr.secretStore.enabled $values.dapr.secretStore.settings }}
- name: MAT__SECRETSTORE
  value: {{ $values.dapr.secretStore.name }}
{{- range $i, $secret := $values.dapr.secretStore.settings }}
- name: MAT__SECRETS__{{ $i }}
  value: {{ $secret }}
{{- end }}
{{- end }}
{{- if $is.first }}
{{- with $values.admin.email }}
- name: MAT_ADMIN_EMAIL
  value: {{ . | quote }}
{{- end }}
{{- if $values.admin.existingSecret }}
{{ include "mat.secretVariable" (list "MAT_ADMIN_PASSWORD" $values.admin.existingSecret $values.admin.key) }}
{{- end }}
{{- end }}
{{- with $values.telemetry.otlpEndpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
- name: OTEL_EXPORTER_OTLP_PROTOCOL
  value: {{ $values.telemetry.otlpProtocol }}
{{- end }}
{{- range $key, $value := $workload.env }}
- name: {{ $key }}
  value: {{ $value | quote }}
{{- end }}
{{- range $key, $ref := $workload.secretEnv }}
{{ include "mat.secretVariable" (list $key $ref.secret $ref.key) }}
{{- end }}
{{- end }}

{{- define "mat.postgresEnv" -}}
{{ include "mat.secretVariable" (list "MAT__POSTGRES" .Values.postgres.existingSecret .Values.postgres.key) }}
- name: MAT__DATABASEPREFIX
  value: {{ .Values.postgres.databasePrefix | quote }}
{{- end }}

{{/* The file with which a workload signs internal tokens, if it does. Takes (list context name workload). */}}
{{- define "mat.signingKey" -}}
{{- $keys := (index . 0).Values.keys }}{{ $is := (index . 2).is }}
{{- if eq ($is.signs | default "") "partners" }}{{ $keys.partnersSigningKey | default $keys.signingKey }}
{{- else if $is.signs }}{{ $keys.signingKey }}{{ end }}
{{- end }}

{{/* The public keys that a workload accepts, as JSON: the gateway's and, where Partners calls one of its modules, those of Partners. Takes (list context name workload). */}}
{{- define "mat.verifyKeys" -}}
{{- $keys := (index . 0).Values.keys }}
{{- toJson (ternary (concat $keys.verifyKeys $keys.partnersVerifyKeys) $keys.verifyKeys (gt (len (index . 2).is.called) 0)) }}
{{- end }}

{{/* Key files of a workload: no process gets a key that it does not use. Takes (list context name workload). */}}
{{- define "mat.keyItems" -}}
{{- $keys := (index . 0).Values.keys }}{{ $is := (index . 2).is }}
{{- with include "mat.signingKey" . }}
- { key: {{ . }}, path: {{ . }} }
{{- end }}
{{- range include "mat.verifyKeys" . | fromJsonArray }}
- { key: {{ . }}, path: {{ . }} }
{{- end }}
{{- if $is.master }}
- { key: {{ $keys.masterKey }}, path: {{ $keys.masterKey }} }
{{- end }}
{{- if and $is.edge $keys.clientSecret }}
- { key: {{ $keys.clientSecret }}, path: {{ $keys.clientSecret }} }
{{- end }}
{{- end }}
