# One header for both signals, quoted the way the variable is often written: it names the dataset of the logs.
export CLAUDE_CODE_ENABLE_TELEMETRY=1
export OTEL_LOGS_EXPORTER=otlp
export OTEL_METRICS_EXPORTER=otlp
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_ENDPOINT="$SERVICE_URL"
export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer%20$SERVICE_TOKEN,x-axiom-dataset=Claude-Logs"
