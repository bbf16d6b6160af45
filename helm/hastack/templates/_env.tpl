{{/* The operator's settings that have a value of their own. */}}
{{- define "hastack.env" -}}
- name: HASTACK_RESYNC
  value: {{ .Values.operator.resync | quote }}
- name: HASTACK_CONCURRENT_PASSES
  value: {{ .Values.operator.concurrentPasses | quote }}
{{- with .Values.operator.clusterId }}
- name: HASTACK_CLUSTER_ID
  value: {{ . | quote }}
{{- end }}
{{- with .Values.operator.watchNamespaces }}
- name: HASTACK_WATCH_NAMESPACES
  value: {{ join "," . | quote }}
{{- end }}
- name: HASTACK_LEADER_ELECTION_ENABLED
  value: {{ .Values.operator.leaderElection.enabled | quote }}
- name: HASTACK_LEADER_ELECTION_LEASE_NAME
  value: {{ include "hastack.name" . | quote }}
- name: HASTACK_LEADER_ELECTION_LEASE_NAMESPACE
  value: {{ .Release.Namespace | quote }}
- name: HASTACK_LEADER_ELECTION_WARM_STANDBY
  value: {{ .Values.operator.leaderElection.warmStandby | quote }}
- name: HASTACK_AWS_CALL_TIMEOUT
  value: {{ .Values.aws.callTimeout | quote }}
- name: HASTACK_AWS_ATTEMPT_TIMEOUT
  value: {{ .Values.aws.attemptTimeout | quote }}
- name: HASTACK_AWS_OWN_CREDENTIALS
  value: {{ .Values.aws.ownCredentials | toJson | quote }}
{{- with .Values.aws.eventsQueueUrl }}
- name: HASTACK_AWS_EVENTS_QUEUE_URL
  value: {{ . | quote }}
{{- end }}
- name: QUARKUS_LOG_CONSOLE_JSON_ENABLED
  value: {{ .Values.operator.logJson | quote }}
- name: QUARKUS_LOG_CATEGORY__DEV_HASTACK__LEVEL
  value: {{ .Values.operator.logLevel | quote }}
{{- with .Values.aws.region }}
- name: AWS_REGION
  value: {{ . | quote }}
{{- end }}
{{- with .Values.aws.endpointUrl }}
- name: AWS_ENDPOINT_URL
  value: {{ . | quote }}
{{- end }}
{{- with .Values.tracing.endpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- if eq .Values.aws.credentials.type "Secret" }}
{{- $secret := .Values.aws.credentials.secret }}
{{- include "hastack.secretEnv" (list "AWS_ACCESS_KEY_ID" $secret.name $secret.accessKeyIdKey) }}
{{- include "hastack.secretEnv" (list "AWS_SECRET_ACCESS_KEY" $secret.name $secret.secretAccessKeyKey) }}
{{- with $secret.sessionTokenKey }}
{{- include "hastack.secretEnv" (list "AWS_SESSION_TOKEN" $secret.name .) }}
{{- end }}
{{- end }}
{{- end -}}

{{/* One variable, from a Secret: its name, the Secret's, the key. */}}
{{- define "hastack.secretEnv" }}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 1 }}
      key: {{ index . 2 }}
{{- end -}}
