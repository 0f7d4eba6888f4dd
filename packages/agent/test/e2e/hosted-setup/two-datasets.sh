# The usual set-up for a hosted service with a dataset for each signal. To be sourced. Host and token stand on top, as
# they do everywhere; the rest is what people have in their shell profiles.
SERVICE_URL="${SERVICE_URL:-https://api.telemetry.example}"
SERVICE_TOKEN="${SERVICE_TOKEN:-replace-me}"

export CLAUDE_CODE_ENABLE_TELEMETRY=1

export OTEL_LOGS_EXPORTER=otlp
export OTEL_EXPORTER_OTLP_LOGS_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_LOGS_ENDPOINT="$SERVICE_URL/v1/logs"
export OTEL_EXPORTER_OTLP_LOGS_HEADERS="Authorization=Bearer $SERVICE_TOKEN,X-Axiom-Dataset=claude-logs"
export OTEL_LOGS_EXPORT_INTERVAL=5000

export OTEL_METRICS_EXPORTER=otlp
export OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_METRICS_ENDPOINT="$SERVICE_URL/v1/metrics"
export OTEL_EXPORTER_OTLP_METRICS_HEADERS="Authorization=Bearer $SERVICE_TOKEN,X-Axiom-Metrics-Dataset=claude-metrics"
export OTEL_METRIC_EXPORT_INTERVAL=10000

export OTEL_RESOURCE_ATTRIBUTES="team=core,cost_center=120"
