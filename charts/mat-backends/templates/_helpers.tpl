{{/* Labels of an object. Takes (list context component). */}}
{{- define "backends.labels" -}}
{{- $ctx := index . 0 -}}
{{ include "backends.selectorLabels" . }}
app.kubernetes.io/part-of: mat-backends
app.kubernetes.io/version: {{ $ctx.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $ctx.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $ctx.Chart.Name $ctx.Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "backends.selectorLabels" -}}
app.kubernetes.io/name: {{ (index . 0).Chart.Name }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* What each of the three is: port, folder of its data, further writable folders, variables, arguments, probe. */}}
{{- define "backends.facts" -}}
{{- $values := .Values -}}
postgres:
  port: 5432
  data: /var/lib/postgresql
  writable: [/var/run/postgresql, /tmp]
  env:
    - { name: POSTGRES_USER, value: {{ $values.user }} }
    - { name: POSTGRES_PASSWORD, valueFrom: { secretKeyRef: { name: {{ $values.existingSecret | quote }}, key: {{ $values.postgres.passwordKey }} } } }
    # A folder below the volume: its root may hold a file system's own.
    - { name: PGDATA, value: /var/lib/postgresql/data }
    - { name: POSTGRES_INITDB_ARGS, value: "--auth-host=scram-sha-256" }
  args: [postgres, -c, max_connections=400]
  probe: [pg_isready, -U, {{ $values.user }}, -h, 127.0.0.1]
rabbitmq:
  port: 5672
  data: /var/lib/rabbitmq
  writable: [/tmp]
  env:
    - { name: RABBITMQ_DEFAULT_USER, value: {{ $values.user }} }
    - { name: RABBITMQ_DEFAULT_PASS, valueFrom: { secretKeyRef: { name: {{ $values.existingSecret | quote }}, key: {{ $values.rabbitmq.passwordKey }} } } }
    # The one node keeps its name whatever the pod's address is.
    - { name: RABBITMQ_NODENAME, value: rabbit@localhost }
  args: []
  probe: [rabbitmq-diagnostics, -q, check_port_connectivity]
redis:
  port: 6379
  data: /data
  writable: [/tmp]
  env:
    - { name: REDISCLI_AUTH, valueFrom: { secretKeyRef: { name: {{ $values.existingSecret | quote }}, key: {{ $values.redis.passwordKey }} } } }
  args: [redis-server, --requirepass, $(REDISCLI_AUTH), --save, "", --maxmemory, 128mb, --maxmemory-policy, allkeys-lru]
  probe: [redis-cli, ping]
{{- end }}
