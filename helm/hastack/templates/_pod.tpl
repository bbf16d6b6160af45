{{/* What a pod that runs the operator's code is, whatever it runs. */}}
{{- define "hastack.podSpec" -}}
serviceAccountName: {{ include "hastack.serviceAccount" . }}
automountServiceAccountToken: true
# Variables of a Service called hastack would be taken for settings.
enableServiceLinks: false
securityContext:
  {{- include "hastack.podSecurity" . | nindent 2 }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* The same of its container: image, settings, rights. */}}
{{- define "hastack.container" -}}
image: {{ include "hastack.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  {{- include "hastack.containerSecurity" . | nindent 2 }}
env:
  {{- include "hastack.env" . | nindent 2 }}
  {{- with .Values.operator.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
{{- end -}}
