{{/*
What each process is, apart from how many run and how large: which backends it uses, whom it may reach, which queues it reads.
A new service is one line here and one key of values.workloads.
*/}}
{{- define "mat.facts" -}}
server:   { target: all,      edge: true, world: true, first: true, syslog: true }
gateway:  { target: gateway,  edge: true, rabbitmq: true, redis: true, signs: true }
trust:    { target: trust,    postgres: true, rabbitmq: true, first: true, queues: [replay-requested] }
assets:   { target: assets,   postgres: true, rabbitmq: true, queues: [school-changed, replay-requested] }
tickets:  { target: tickets,  postgres: true, rabbitmq: true, queues: [school-changed, person-changed, skill-changed, assets-changed, alert-raised, alert-changed, escalation-progressed, replay-requested] }
partners: { target: partners, postgres: true, rabbitmq: true, world: true, master: true, calls: [tickets], queues: [escalation-requested, escalation-cancelled, escalation-question-answered, ticket-changed, ticket-commented, school-changed, skill-changed, replay-requested] }
alerts:   { target: alerts,   postgres: true, rabbitmq: true, syslog: true, queues: [assets-changed, software-changed, school-changed, person-changed, ticket-changed, alert-raised, replay-requested] }
insights: { target: insights, postgres: true, rabbitmq: true, queues: [school-changed, ticket-changed, alert-raised, alert-changed, escalation-progressed, assets-changed] }
{{- end }}

{{/* The workloads of the chosen mode by name, as JSON: facts, defaults and what the values say, laid over each other. */}}
{{- define "mat.workloads" -}}
{{- $all := dict }}
{{- range $name, $facts := include "mat.facts" . | fromYaml }}
{{- if eq (eq $name "server") (eq $.Values.mode "single") }}
{{- $workload := include "mat.merge" (list $.Values.workloadDefaults (index $.Values.workloads $name | default dict)) | fromJson }}
{{- $scales := or $workload.autoscaling.enabled $workload.keda.enabled }}
{{- $floor := ternary $workload.keda.minReplicas $workload.autoscaling.minReplicas $workload.keda.enabled }}
{{- $_ := set $workload "scales" $scales }}
{{- $_ := set $workload "several" (gt (int (ternary $floor $workload.replicas $scales)) 1) }}
{{- $_ := set $workload "is" (merge $facts (dict "queues" list)) }}
{{- $_ := set $all $name $workload }}
{{- end }}
{{- end }}
{{- toJson $all }}
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
- name: MAT__DRAINSECONDS
  value: {{ $values.drainSeconds | quote }}
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
{{- if or $is.master (eq $name "server") }}
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
{{- if and (eq $name "gateway") (eq $values.invoke "direct") }}
{{- range $service, $_ := include "mat.workloads" $ctx | fromJson }}
{{- if ne $service "gateway" }}
- name: MAT__SERVICES__{{ $service }}
  value: http://{{ include "mat.fullname" $ctx }}-{{ $service }}:8080
{{- end }}
{{- end }}
{{- end }}
{{- if eq $values.invoke "direct" }}
{{- range $is.calls }}
- name: MAT__SERVICES__{{ . }}
  value: http://{{ include "mat.fullname" $ctx }}-{{ . }}:8080
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
{{- $keys := (index . 0).Values.keys }}{{ $name := index . 1 }}{{ $is := (index . 2).is }}
{{- if $is.calls }}{{ $keys.partnersSigningKey | default $keys.signingKey }}
{{- else if or $is.signs (eq $name "server") }}{{ $keys.signingKey }}{{ end }}
{{- end }}

{{/* The public keys that a workload accepts, as JSON: the gateway's, and where Partners calls, those of Partners. Takes (list context name workload). */}}
{{- define "mat.verifyKeys" -}}
{{- $context := index . 0 }}{{ $keys := $context.Values.keys }}{{ $name := index . 1 }}
{{- $accepted := $keys.verifyKeys }}
{{- range $caller, $facts := include "mat.facts" $context | fromYaml }}
  {{- if has $name ($facts.calls | default list) }}{{ $accepted = concat $accepted $keys.partnersVerifyKeys }}{{ end }}
{{- end }}
{{- toJson $accepted }}
{{- end }}

{{/* Key files of a workload: no process gets a key that it does not use. Takes (list context name workload). */}}
{{- define "mat.keyItems" -}}
{{- $keys := (index . 0).Values.keys }}{{ $name := index . 1 }}{{ $is := (index . 2).is }}
{{- with include "mat.signingKey" . }}
- { key: {{ . }}, path: {{ . }} }
{{- end }}
{{- range include "mat.verifyKeys" . | fromJsonArray }}
- { key: {{ . }}, path: {{ . }} }
{{- end }}
{{- if or $is.master (eq $name "server") }}
- { key: {{ $keys.masterKey }}, path: {{ $keys.masterKey }} }
{{- end }}
{{- if and $is.edge $keys.clientSecret }}
- { key: {{ $keys.clientSecret }}, path: {{ $keys.clientSecret }} }
{{- end }}
{{- end }}
