{{/* The pod of a workload. Takes (list context name workload). */}}
{{- define "mat.pod" -}}
{{- $ctx := index . 0 }}{{ $name := index . 1 }}{{ $workload := index . 2 }}{{ $values := $ctx.Values }}
{{- $dapr := and (ne $name "server") (eq $values.invoke "dapr") -}}
metadata:
  labels:
    {{- include "mat.labels" (list $ctx $name) | nindent 4 }}
    {{- range $key, $value := $workload.podLabels }}
    {{ $key }}: {{ $value | quote }}
    {{- end }}
  annotations:
    kubectl.kubernetes.io/default-container: mat
    {{- if $dapr }}
    {{- include "mat.daprAnnotations" . | nindent 4 }}
    {{- end }}
    {{- range $key, $value := $workload.podAnnotations }}
    {{ $key }}: {{ $value | quote }}
    {{- end }}
spec:
  serviceAccountName: {{ include "mat.fullname" $ctx }}-{{ $name }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  # preStop and the drain, and five seconds for what comes after.
  terminationGracePeriodSeconds: {{ add $values.preStopSeconds $values.shutdownTimeoutSeconds 5 }}
  securityContext:
    {{- include "mat.podSecurityContext" $ctx | nindent 4 }}
  {{- include "mat.pullSecrets" $ctx | nindent 2 }}
  {{- with $workload.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $workload.nodeSelector }}
  nodeSelector: {{ toJson . }}
  {{- end }}
  {{- with $workload.tolerations }}
  tolerations: {{ toJson . }}
  {{- end }}
  {{- with $workload.affinity }}
  affinity: {{ toJson . }}
  {{- end }}
  {{- if and $workload.spread.enabled $workload.several }}
  topologySpreadConstraints:
    {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ . }}
      whenUnsatisfiable: {{ $workload.spread.whenUnsatisfiable }}
      labelSelector:
        matchLabels:
          {{- include "mat.selectorLabels" (list $ctx $name) | nindent 10 }}
      # Counts each version for itself, so that a rolling update ends spread too.
      matchLabelKeys: [pod-template-hash]
    {{- end }}
  {{- end }}
  containers:
    - name: mat
      image: {{ include "mat.image" $ctx | quote }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      args: ["--target={{ $workload.is.target }}"]
      env:
        {{- include "mat.env" . | nindent 8 }}
      ports:
        - { name: http, containerPort: 8080 }
        {{- if $values.metrics.enabled }}
        - { name: metrics, containerPort: 9464 }
        {{- end }}
        {{- if $workload.is.syslog }}
        {{- with $values.syslog.port }}
        - { name: syslog, containerPort: {{ . }} }
        {{- end }}
        {{- with $values.syslog.tlsPort }}
        - { name: syslog-tls, containerPort: {{ . }} }
        {{- end }}
        {{- end }}
      # A start may wait for its database up to 90 seconds.
      startupProbe:
        httpGet: { path: /health/ready, port: http }
        periodSeconds: 2
        timeoutSeconds: 3
        failureThreshold: 75
      livenessProbe:
        httpGet: { path: /health/live, port: http }
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 3
      readinessProbe:
        httpGet: { path: /health/ready, port: http }
        periodSeconds: 5
        timeoutSeconds: 3
        failureThreshold: 2
      {{- if $values.preStopSeconds }}
      lifecycle:
        preStop:
          sleep: { seconds: {{ $values.preStopSeconds }} }
      {{- end }}
      resources: {{ toJson $workload.resources }}
      securityContext:
        {{- include "mat.securityContext" $ctx | nindent 8 }}
      volumeMounts:
        - { name: tmp, mountPath: /tmp }
        {{- if eq $name "server" }}
        - { name: data, mountPath: /data }
        {{- end }}
        {{- if $values.keys.existingSecret }}
        - { name: keys, mountPath: /keys, readOnly: true }
        {{- end }}
        {{- if and $workload.is.syslog $values.syslog.tlsPort }}
        - { name: syslog-tls, mountPath: /syslog-tls, readOnly: true }
        {{- end }}
  volumes:
    # Bodies of uploads that do not fit in memory go here.
    - name: tmp
      emptyDir: { sizeLimit: 512Mi }
    {{- if and (eq $name "server") $values.persistence.existingClaim }}
    - name: data
      persistentVolumeClaim: { claimName: {{ $values.persistence.existingClaim }} }
    {{- end }}
    {{- if $values.keys.existingSecret }}
    - name: keys
      secret:
        secretName: {{ $values.keys.existingSecret }}
        defaultMode: 0440
        items:
          {{- include "mat.keyItems" . | nindent 10 }}
    {{- end }}
    {{- if and $workload.is.syslog $values.syslog.tlsPort }}
    - name: syslog-tls
      secret: { secretName: {{ $values.syslog.tlsSecret }}, defaultMode: 0440 }
    {{- end }}
    {{- if and $dapr $values.dapr.secretStore.enabled }}
    # The token that reads the named Secrets goes to the sidecar alone.
    - name: kubernetes-api
      projected:
        defaultMode: 0440
        sources:
          - serviceAccountToken: { path: token, expirationSeconds: 3607 }
          - configMap: { name: kube-root-ca.crt, items: [{ key: ca.crt, path: ca.crt }] }
          - downwardAPI: { items: [{ path: namespace, fieldRef: { fieldPath: metadata.namespace } }] }
    {{- end }}
{{- end }}

{{/* Dapr reads these from the pod. Takes (list context name workload). */}}
{{- define "mat.daprAnnotations" -}}
{{- $ctx := index . 0 }}{{ $name := index . 1 }}{{ $dapr := $ctx.Values.dapr -}}
dapr.io/enabled: "true"
dapr.io/app-id: mat-{{ $name }}
dapr.io/app-port: "8080"
dapr.io/app-protocol: http
dapr.io/config: {{ include "mat.fullname" $ctx }}-{{ ternary "caller" "callee" (eq $name "gateway") }}
dapr.io/log-as-json: "true"
dapr.io/max-body-size: {{ $dapr.maxBodySize }}
# Internal tokens carry a person's grants and may outgrow the 4 KiB that are Dapr's own limit for headers.
dapr.io/read-buffer-size: 64Ki
# The sidecar stays until the process beside it has drained.
dapr.io/block-shutdown-duration: {{ printf "%vs" (add $ctx.Values.preStopSeconds $ctx.Values.shutdownTimeoutSeconds) }}
dapr.io/graceful-shutdown-seconds: "5"
dapr.io/sidecar-cpu-request: {{ $dapr.sidecarResources.requests.cpu | quote }}
dapr.io/sidecar-memory-request: {{ $dapr.sidecarResources.requests.memory | quote }}
dapr.io/sidecar-memory-limit: {{ $dapr.sidecarResources.limits.memory | quote }}
{{- with $dapr.apiTokenSecret }}
dapr.io/api-token-secret: {{ . }}
{{- end }}
{{- if $dapr.secretStore.enabled }}
dapr.io/volume-mounts: kubernetes-api:/var/run/secrets/kubernetes.io/serviceaccount
{{- end }}
{{- end }}
