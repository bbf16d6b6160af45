{{/* Refuses values that are right one by one and wrong together. */}}
{{- define "hastack.validate" -}}
{{- $credentials := .Values.aws.credentials -}}
{{- if and (not .Values.operator.leaderElection.enabled) (gt (int .Values.replicas) 1) -}}
{{- fail (printf "operator.leaderElection.enabled is false and replicas is %d: without an election each of them would write; set replicas to 1" (int .Values.replicas)) -}}
{{- end -}}
{{- if and (not .Values.serviceAccount.create) (not .Values.serviceAccount.name) -}}
{{- fail "serviceAccount.name is not set and serviceAccount.create is false: name the service account that is there already" -}}
{{- end -}}
{{- if and (not .Values.serviceAccount.create) .Values.serviceAccount.annotations -}}
{{- fail "serviceAccount.annotations is set and serviceAccount.create is false: annotate the service account where it is made" -}}
{{- end -}}
{{- if eq $credentials.type "IRSA" -}}
{{- if and .Values.serviceAccount.create (not $credentials.roleArn) -}}
{{- fail "aws.credentials.roleArn is not set and aws.credentials.type is IRSA: name the role of the service account" -}}
{{- end -}}
{{- else if $credentials.roleArn -}}
{{- fail (printf "aws.credentials.roleArn is set and aws.credentials.type is %s: it is for IRSA alone" $credentials.type) -}}
{{- end -}}
{{- if and $credentials.roleArn (not .Values.serviceAccount.create) -}}
{{- fail "aws.credentials.roleArn is set and serviceAccount.create is false: annotate the service account with eks.amazonaws.com/role-arn where it is made, and leave the role out here" -}}
{{- end -}}
{{- if and $credentials.roleArn (hasKey .Values.serviceAccount.annotations "eks.amazonaws.com/role-arn") -}}
{{- fail "serviceAccount.annotations has eks.amazonaws.com/role-arn and aws.credentials.roleArn is set: leave one of them out" -}}
{{- end -}}
{{- if eq $credentials.type "Secret" -}}
{{- if not $credentials.secret.name -}}
{{- fail "aws.credentials.secret.name is not set and aws.credentials.type is Secret: name the Secret with the access key" -}}
{{- end -}}
{{- else if $credentials.secret.name -}}
{{- fail (printf "aws.credentials.secret.name is set and aws.credentials.type is %s: it is for Secret alone" $credentials.type) -}}
{{- end -}}
{{- if and .Values.monitoring.podMonitor.enabled .Values.networkPolicy.enabled (not .Values.networkPolicy.metricsFrom) -}}
{{- fail "networkPolicy.metricsFrom is empty and monitoring.podMonitor.enabled is true: say from where Prometheus comes, or set networkPolicy.enabled to false" -}}
{{- end -}}
{{- $settings := include "hastack.env" . -}}
{{- range .Values.operator.extraEnv -}}
{{- if and (hasKey . "value") (hasKey . "valueFrom") -}}
{{- fail (printf "operator.extraEnv: %s has both value and valueFrom; leave one of them out" .name) -}}
{{- end -}}
{{- if regexMatch (printf "(?m)^- name: %s$" .name) $settings -}}
{{- fail (printf "operator.extraEnv: %s has a value of its own in this chart; set that" .name) -}}
{{- end -}}
{{- end -}}
{{- $labels := dict "podLabels" .Values.podLabels "monitoring.podMonitor.labels" .Values.monitoring.podMonitor.labels "monitoring.prometheusRule.labels" .Values.monitoring.prometheusRule.labels "monitoring.dashboard.labels" .Values.monitoring.dashboard.labels -}}
{{- range $value, $set := $labels -}}
{{- range $label, $unused := $set -}}
{{- if hasPrefix "app.kubernetes.io/" $label -}}
{{- fail (printf "%s: %s is one of the chart's own labels; leave it out" $value $label) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
