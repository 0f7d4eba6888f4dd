// Made of packages/agent/openapi.json by `pnpm generate:client`; do not edit.
export interface paths {
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is logged in */
        get: operations["readSession"];
        put?: never;
        /**
         * Log in with a token
         * @description Sets the cookie ga_session: HttpOnly, SameSite=Strict, Secure behind TLS.
         */
        post: operations["login"];
        /** Log out */
        delete: operations["logout"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How people can log in */
        get: operations["listLoginMethods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Log in at the identity provider
         * @description For browsers: sets the cookie ga_oidc and leads to the provider. What prefers text/html is led to a page of the portal where this fails.
         */
        get: operations["beginOidcLogin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Back from the identity provider
         * @description The redirect URI of this agent. Takes what the provider adds to it (RFC 6749 section 4.1.2), once, from the browser that began the login. Sets the cookie ga_session.
         */
        get: operations["finishOidcLogin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The feed, newest first */
        get: operations["listDecisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * New decisions as server-sent events
         * @description `event: decision`, `id: <seq>`, `data: <Decision as JSON>`; a comment every 15 s keeps the connection. Resume with Last-Event-ID.
         */
        get: operations["streamDecisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One row, its content, seal and proof */
        get: operations["readDecision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Summaries, most recently active first */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One session as a timeline of turns */
        get: operations["readSessionTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prompts, tool calls, approvals, tokens and cost per group and time */
        get: operations["readUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Usage of log events beside usage of metrics */
        get: operations["compareUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which metrics there are */
        get: operations["listMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One metric as series */
        get: operations["readMetricSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The verdict over the own chain */
        get: operations["verify"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the own chain stands: size, head, keys, newest checkpoint
         * @description What the store and the agent say of it. Nothing of it is proven: verify for that.
         */
        get: operations["readChain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest signed head of the own chain */
        get: operations["readCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/proof/inclusion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That a row is in the tree */
        get: operations["proveInclusion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/proof/consistency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That a tree grew out of another */
        get: operations["proveConsistency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exactly what was filtered, as a file */
        get: operations["export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ingest/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who sends, and who tries and fails */
        get: operations["readIngestHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ingest/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What makes a client send here, with a place for its credential
         * @description The texts that the setup commands print. No credential is in them.
         */
        get: operations["readIngestSetup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Datasets of the tenant */
        get: operations["listDatasets"];
        put?: never;
        /** Make a dataset */
        post: operations["createDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a dataset that holds nothing */
        delete: operations["deleteDataset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokens of the tenant, without their secrets */
        get: operations["listTokens"];
        put?: never;
        /** Make a token; it is shown once */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token and every session that was opened with it */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/licences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Licences of the tenant, as its signed rows tell of them
         * @description Licences are issued on the command line alone. The keys themselves are kept nowhere.
         */
        get: operations["listLicences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/licences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a licence: this agent refuses it from the next request on */
        delete: operations["revokeLicence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Public keys that sign rows, and those of licence issuers
         * @description Keys are changed on the command line alone.
         */
        get: operations["listKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long content is kept, and what the last run did */
        get: operations["readRetention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a run would erase now; nothing is erased */
        get: operations["previewRetention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open legal holds of the tenant */
        get: operations["listHolds"];
        put?: never;
        /** Place a legal hold: what it covers cannot be erased */
        post: operations["placeHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holds/{hold}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release a legal hold */
        post: operations["releaseHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457 problem details. Never repeats content or credentials. */
        Problem: {
            /** @description about:blank */
            type: string;
            /** @description short, the same for every occurrence */
            title: string;
            /** @description HTTP status */
            status: number;
            /** @description what to do */
            detail?: string;
            /**
             * @description for programs: which of several causes it was; where there are several
             * @enum {string}
             */
            code?: "not_configured" | "provider_unavailable" | "login_over" | "provider_refused" | "answer_invalid" | "no_role" | "email_missing" | "email_unverified" | "too_many_logins";
        };
        /** @description One row of the audit trail. */
        Decision: {
            /**
             * Format: uuid
             * @description UUIDv7
             */
            id: string;
            /** @description place in the chain of the tenant */
            seq: number;
            /** @description claude_code, cowork, administration, … */
            plane: string;
            /** @description cli, desktop, … */
            surface: string | null;
            /** @description bare name of the event */
            event: string;
            /**
             * @description an unknown value is shown as error
             * @enum {string}
             */
            decision: "allowed" | "blocked" | "redacted" | "needs_approval" | "error";
            org: string;
            tenant: string;
            dataset: string;
            /** @description claim of the client */
            session_id: string | null;
            /** @description counts the rows of one session from 1; 0 without a session */
            session_seq: number;
            /** @description prompt.id: what belongs to one turn shares it */
            correlation_id: string | null;
            /** @description claim of the client */
            user_email: string | null;
            /** @description claim of the client */
            user_id: string | null;
            /** @description claim of the client */
            user_account_uuid: string | null;
            model: string | null;
            tokens_input: number | null;
            tokens_output: number | null;
            tokens_cache_read: number | null;
            tokens_cache_creation: number | null;
            /** @description their sum */
            tokens_used: number | null;
            cost_usd: number | null;
            /** @description milliseconds */
            duration_ms: number | null;
            tool_name: string | null;
            tool_use_id: string | null;
            /** @description masked text by name; written by whoever prompted: show it as text, never as markup */
            content: {
                [key: string]: unknown;
            } | null;
            /** @enum {string} */
            content_state: "captured" | "withheld_at_source" | "withheld" | "erased" | "none";
            /** @description how often each entity was masked */
            redactions: {
                [key: string]: number;
            };
            /** @description the rest of the record, masked */
            attributes: {
                [key: string]: unknown;
            };
            /** @description what the record says of its sender, masked */
            resource: {
                [key: string]: unknown;
            };
            /** @description masking policy */
            policy_version: string;
            /**
             * Format: date-time
             * @description client time; up to nanoseconds
             */
            occurred_at: string;
            /**
             * Format: date-time
             * @description agent time
             */
            received_at: string;
            /** @description counter of the client */
            client_sequence: number | null;
            /** @description base64 SHA-256 of the signed envelope */
            row_hash: string;
            /** @description row_hash of the row before */
            prev_hash: string;
            /** @description Ed25519 over the envelope */
            signature: string;
            key_id: string;
        };
        Evidence: {
            /** @description name of the chain */
            origin: string;
            /** @description the signed bytes, as text */
            envelope: string;
            /** @description canonical JSON whose SHA-256 is in the envelope */
            body: string;
            /** @description base64 */
            content_salt: string | null;
            /** @description base64; trust your own copy */
            public_key: string | null;
            /** @description C2SP tlog-proof to the first checkpoint that covers the row */
            proof: string | null;
            checkpoint_size: number | null;
            /** @description why there is no proof of a damaged chain */
            proof_problem: string | null;
        };
        /** @description One row with everything that its seal is checked with. */
        DecisionWithEvidence: components["schemas"]["Decision"] & {
            evidence: components["schemas"]["Evidence"];
            /** @description what the evidence proves and what it does not */
            boundary: string;
        };
        DecisionPage: {
            decisions: components["schemas"]["Decision"][];
            /** @description hand it back as `cursor` for the next page; null on the last one */
            next_cursor: string | null;
        };
        SessionSummary: {
            session_id: string;
            plane: string;
            /** @description the identity the client claimed */
            user: string | null;
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            ended_at: string;
            turns: number;
            /** @description records */
            events: number;
            /** @description user_prompt */
            prompts: number;
            /** @description tool_result */
            tool_calls: number;
            /** @description tool_decision that was allowed */
            approvals: number;
            /** @description tool_decision that was blocked */
            rejections: number;
            /** @description api_request */
            api_requests: number;
            /** @description decision is error */
            errors: number;
            /** @description rows in which something was masked */
            redacted: number;
            tokens_input: number;
            tokens_output: number;
            tokens_cache_read: number;
            tokens_cache_creation: number;
            /** @description the four kinds together */
            tokens_used: number;
            /** @description as the client estimated it */
            cost_usd: number;
        };
        SessionPage: {
            sessions: components["schemas"]["SessionSummary"][];
            /** @description hand it back as `cursor` for the next page; null on the last one */
            next_cursor: string | null;
        };
        Turn: {
            /** @description null: what belongs to no prompt */
            correlation_id: string | null;
            /** Format: date-time */
            started_at: string;
            cost_usd: number;
            tokens_used: number;
            decisions: components["schemas"]["Decision"][];
        };
        SessionTimeline: {
            session: components["schemas"]["SessionSummary"];
            turns: components["schemas"]["Turn"][];
            /** @description hand it back as `cursor` for the next page; null on the last one */
            next_cursor: string | null;
            boundary: string;
        };
        UsageRow: {
            /** @description null: rows that name none */
            group: string | null;
            /**
             * Format: date-time
             * @description start of the time bucket
             */
            bucket: string | null;
            sessions: number;
            users: number;
            /** @description records */
            events: number;
            /** @description user_prompt */
            prompts: number;
            /** @description tool_result */
            tool_calls: number;
            /** @description tool_decision that was allowed */
            approvals: number;
            /** @description tool_decision that was blocked */
            rejections: number;
            /** @description api_request */
            api_requests: number;
            /** @description decision is error */
            errors: number;
            /** @description rows in which something was masked */
            redacted: number;
            tokens_input: number;
            tokens_output: number;
            tokens_cache_read: number;
            tokens_cache_creation: number;
            /** @description the four kinds together */
            tokens_used: number;
            /** @description as the client estimated it */
            cost_usd: number;
        };
        UsageReport: {
            /** @constant */
            source: "logs";
            by: string;
            usage: components["schemas"]["UsageRow"][];
            /** @description there are more groups than limit */
            truncated: boolean;
        };
        MetricUsageRow: {
            group: string | null;
            /** Format: date-time */
            bucket: string | null;
            sessions: number;
            users: number;
            tokens_input: number;
            tokens_output: number;
            tokens_cache_read: number;
            tokens_cache_creation: number;
            tokens_used: number;
            cost_usd: number;
            /** @description resumed sessions included */
            session_starts: number;
            lines_added: number;
            lines_removed: number;
            commits: number;
            pull_requests: number;
            edits_accepted: number;
            edits_rejected: number;
            active_seconds_user: number;
            active_seconds_cli: number;
        };
        MetricUsageReport: {
            /** @constant */
            source: "metrics";
            by: string;
            usage: components["schemas"]["MetricUsageRow"][];
            truncated: boolean;
        };
        /** @description Two tellings of the same usage: compare them, never add them. */
        UsageComparison: {
            sources: [
                "logs",
                "metrics"
            ];
            figures: {
                /** @enum {string} */
                figure: "tokens_input" | "tokens_output" | "tokens_cache_read" | "tokens_cache_creation" | "tokens_used" | "cost_usd" | "sessions";
                logs: number;
                metrics: number;
                /** @description metrics less logs */
                difference: number;
            }[];
        };
        MetricName: {
            name: string;
            dataset: string;
            unit: string;
            /** @enum {string} */
            kind: "gauge" | "sum" | "histogram" | "exponential_histogram" | "summary";
            /** @enum {string} */
            temporality: "unspecified" | "delta" | "cumulative";
            monotonic: boolean;
            description: string;
            series: number;
            /** Format: date-time */
            last_seen: string;
        };
        MetricNames: {
            metrics: components["schemas"]["MetricName"][];
            truncated: boolean;
        };
        MetricSeriesRow: {
            group: string | null;
            /** Format: date-time */
            bucket: string | null;
            /** @enum {string} */
            kind: "gauge" | "sum" | "histogram" | "exponential_histogram" | "summary";
            unit: string;
            /** @enum {string} */
            aggregation: "sum" | "last_sum" | "last_mean";
            /** @description null: no reading in this bucket */
            value: number | null;
            /** @description observations of a distribution */
            count: number | null;
            min: number | null;
            max: number | null;
            points: number;
            series: number;
        };
        MetricSeriesReport: {
            /** @constant */
            source: "metrics";
            name: string;
            rows: components["schemas"]["MetricSeriesRow"][];
            truncated: boolean;
        };
        Break: {
            /** @description first row */
            seq: number;
            /** @description last row */
            through: number;
            /** @enum {string} */
            kind: "content" | "link" | "signature" | "seq" | "origin" | "root" | "column" | "rollup";
            detail: string;
        };
        Tail: {
            rows: number;
            /** @description Unix milliseconds: when the first of them was received */
            since: number | null;
        };
        KeyReport: {
            key_id: string;
            /** @description first row that it signs */
            from: number;
            through: number;
            /** @enum {string} */
            trust: "pinned" | "introduced" | "vouched" | "none";
        };
        CompromisedRows: {
            key_id: string;
            /** @description Unix milliseconds */
            since: number;
            rows: number;
            from: number;
            through: number;
        };
        ChainReport: {
            tenant: string;
            origin: string | null;
            /** @description set when one session was verified */
            session?: string;
            /** @description first row checked; 0: there was none */
            from: number;
            /** @description rows checked */
            rows: number;
            head: {
                size: number;
                hash: string;
                /** @description null where the tree was not recomputed */
                root: string | null;
                frontier: string | null;
            } | null;
            /** @description signatures that were checked */
            signatures: number;
            /**
             * @description the strongest head from outside the store that the chain was compared with
             * @enum {string}
             */
            layer: "internal" | "remembered" | "anchored";
            checkpoint: {
                size: number;
                root: string;
            } | null;
            unanchored: {
                behind_checkpoint: components["schemas"]["Tail"];
                behind_outside_head: components["schemas"]["Tail"];
            };
            /** @description rows whose content was erased, as an erasure row says */
            erased: number;
            /** @description rows of which the envelope alone is kept: their partition was detached, as a row of the chain says. Not counted in rows */
            detached: number;
            client_gaps: {
                sessions: number;
                /** @description a lower bound */
                missing: number;
            };
            compromised: components["schemas"]["CompromisedRows"][];
            keys: components["schemas"]["KeyReport"][];
            breaks: components["schemas"]["Break"][];
        };
        VerifyReport: {
            /** @enum {string} */
            verdict: "verified" | "broken" | "unverifiable";
            /** @enum {string} */
            mode: "quick" | "full" | "deep";
            boundary: string;
            /** @description Unix milliseconds */
            verified_at: number;
            chains: components["schemas"]["ChainReport"][];
            warnings: {
                tenant: string | null;
                detail: string;
            }[];
        };
        ChainKey: {
            key_id: string;
            /**
             * @description as rows of the chain say
             * @enum {string}
             */
            state: "present" | "retired" | "compromised";
            /** @description first row that it signs */
            from: number;
            /** @description last row that it signs; null: it signs the rows to come */
            through: number | null;
            /** @description base64, 32 bytes, as the agent knows it; null where it does not. Pin a copy that came another way */
            public_key: string | null;
            /** Format: date-time */
            compromised_since: string | null;
        };
        ChainState: {
            tenant: string;
            /** @description null: no row yet */
            origin: string | null;
            /** @description rows */
            size: number;
            /** @description base64 hash of the newest row */
            hash: string | null;
            /**
             * Format: date-time
             * @description when the newest row was received
             */
            received_at: string | null;
            /** @description oldest first */
            keys: components["schemas"]["ChainKey"][];
            /** @description the newest that is stored */
            checkpoint: components["schemas"]["Checkpoint"] | null;
            /** @description rows whose content is gone, as erasure rows say */
            erased: number;
            /** @description the newest end that this agent signed, kept outside the store; a shorter chain was set back */
            signer_remembers: {
                origin: string;
                size: number;
                hash: string;
            } | null;
            /** @description by this agent since it started, by /audit/verify */
            last_verification: {
                /** @enum {string} */
                verdict: "verified" | "broken" | "unverifiable";
                /** @enum {string} */
                mode: "quick" | "full" | "deep";
                /** Format: date-time */
                verified_at: string;
                /** @description rows checked */
                rows: number;
                /** @description broken ranges */
                findings: number;
            } | null;
            boundary: string;
        };
        Checkpoint: {
            /** @description null where the note cannot be read */
            origin: string | null;
            size: number;
            /** @description base64 */
            root: string;
            /** @description C2SP checkpoint: the only part that is signed */
            note: string;
            /** Format: date-time */
            created_at: string;
            key_id: string;
        };
        InclusionProof: {
            seq: number;
            /** @description seq - 1 */
            index: number;
            size: number;
            /** @description row_hash */
            leaf: string;
            path: string[];
            root: string;
            checkpoint: components["schemas"]["Checkpoint"] | null;
        };
        ConsistencyProof: {
            from: number;
            to: number;
            from_root: string;
            to_root: string;
            path: string[];
        };
        NamedCount: {
            total: number;
            /** Format: date-time */
            last_seen: string;
        };
        CountsByName: {
            [key: string]: components["schemas"]["NamedCount"];
        };
        SenderHealth: {
            tenant: string | null;
            /** @description product and version; none, unrecognised or other */
            user_agent: string;
            /** Format: date-time */
            first_seen: string;
            /** Format: date-time */
            last_seen: string;
            /** Format: date-time */
            last_accepted_at: string | null;
            requests: number;
            records: number;
            duplicates: number;
            rejected_requests: number;
            rejected_records: number;
            last_rejection: {
                /** Format: date-time */
                at: string;
                reason: string;
                status: number;
                what_to_do: string;
            } | null;
            /** @description agent time less client time */
            clock_skew_ms: number | null;
            reasons: components["schemas"]["CountsByName"];
            clients: components["schemas"]["CountsByName"];
            planes: components["schemas"]["CountsByName"];
            datasets: components["schemas"]["CountsByName"];
            signals: components["schemas"]["CountsByName"];
            protocols: components["schemas"]["CountsByName"];
            encodings: components["schemas"]["CountsByName"];
        };
        IngestHealth: {
            tenant: string;
            senders: components["schemas"]["SenderHealth"][];
            /** @description advice by reason of refusal */
            what_to_do: {
                [key: string]: string;
            };
            /** @description Holes in the counters of clients within the last day. */
            sequence_gaps: {
                sessions: number;
                sessions_with_gaps: number;
                events: number;
                /** @description at least so many */
                missing: number;
            };
        };
        Dataset: {
            name: string;
            /** @enum {string} */
            kind: "logs" | "metrics";
            /** @description every tenant has it; it cannot be deleted */
            default: boolean;
            /** Format: date-time */
            created_at: string | null;
        };
        DatasetList: {
            datasets: components["schemas"]["Dataset"][];
        };
        DatasetOrder: {
            name: string;
            /** @enum {string} */
            kind: "logs" | "metrics";
        };
        /** @description admin, read, read:own, ingest:* or ingest:<dataset> */
        Scope: string;
        Token: {
            /** Format: uuid */
            id: string;
            tenant: string;
            org: string;
            name: string;
            scopes: components["schemas"]["Scope"][];
            /** @description whose rows read:own shows */
            user_email: string | null;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description null: never
             */
            expires_at: string | null;
            /** Format: date-time */
            revoked_at: string | null;
            /** Format: date-time */
            last_used_at: string | null;
        };
        TokenList: {
            tokens: components["schemas"]["Token"][];
        };
        TokenOrder: {
            scopes: components["schemas"]["Scope"][];
            name?: string;
            /** @description needed with read:own, and only there */
            user_email?: string;
            /** @description RFC 3339 time, or never; by default 90 days from now */
            expires_at?: string;
        };
        NewToken: components["schemas"]["Token"] & {
            /** @description the credential, shown this once */
            token: string;
        };
        Login: {
            /** @description gat_… */
            token: string;
        };
        Session: {
            tenant: string;
            org: string;
            /** @enum {string} */
            role: "admin" | "auditor" | "member";
            scopes: components["schemas"]["Scope"][];
            /** @description whose rows a member reads */
            user_email: string | null;
            /** @description send it as X-CSRF-Token with every POST and DELETE; null for a bearer token, which needs none */
            csrf: string | null;
            /** @description where the session at the identity provider is ended, after this one; null: nowhere */
            logout_url: string | null;
            /**
             * Format: date-time
             * @description when the credential ends at the latest; null: never
             */
            expires_at: string | null;
        };
        LoginMethod: {
            /** @enum {string} */
            kind: "oidc" | "token";
            /** @description of the identity provider */
            name: string | null;
            /** @description where the login begins; add return_to */
            url: string | null;
        };
        LoginMethods: {
            methods: components["schemas"]["LoginMethod"][];
        };
        Licence: {
            id: string;
            /**
             * @description grace: expired, and let in for 7 days
             * @enum {string}
             */
            state: "valid" | "grace" | "expired" | "revoked";
            features: string[];
            /** Format: date-time */
            issued_at: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: date-time */
            revoked_at: string | null;
            /** @description whether the revocation list of this agent has it; agents on one store have one each */
            refused_here: boolean;
            /** @description row that states the issue */
            seq: number;
        };
        LicenceList: {
            licences: components["schemas"]["Licence"][];
        };
        Key: {
            /** @description first half of the fingerprint */
            key_id: string;
            /** @description SHA-256 of the 32 raw bytes */
            fingerprint: string;
            /** @description SPKI, PEM */
            public_key: string;
            /** @enum {string} */
            state: "current" | "next" | "retired" | "lost";
            /** Format: date-time */
            retired_at: string | null;
            /**
             * Format: date-time
             * @description what it signed from then on proves nothing by itself, as a row of the chain states
             */
            compromised_since: string | null;
        };
        IssuerKey: {
            /** @description RFC 7638 thumbprint */
            key_id: string;
            /** @description SPKI, PEM */
            public_key: string;
        };
        KeyList: {
            keys: components["schemas"]["Key"][];
            licence_issuers: components["schemas"]["IssuerKey"][];
        };
        RetentionRun: {
            /** Format: date-time */
            at: string;
            days: number;
            /** @description rows whose content goes */
            rows: number;
            /** @description metric points that go */
            points: number;
            /** @description rows that a hold keeps */
            held: number;
            /** @description points that a hold keeps */
            held_points: number;
            /** @description code of the error that ended the run; null: it went through */
            problem: string | null;
        };
        Retention: {
            /** @description RETENTION_DAYS; null: content is kept */
            days: number | null;
            last_run: components["schemas"]["RetentionRun"] | null;
        };
        RetentionPreview: {
            days: number;
            /** Format: date-time */
            before: string;
            /** @description rows whose content goes */
            rows: number;
            /** @description metric points that go */
            points: number;
            /** @description rows that a hold keeps */
            held: number;
            /** @description points that a hold keeps */
            held_points: number;
            holds: string[];
        };
        LegalHold: {
            /** @description its name */
            hold: string;
            /** @enum {string} */
            scope: "tenant" | "user" | "session" | "range";
            /** @description e-mail or id; * of a tenant; FROM/TO of a range, RFC 3339 in UTC, the end exclusive */
            value: string;
            /** @description row that placed it */
            seq: number;
            /** Format: date-time */
            placed_at: string;
        };
        LegalHoldList: {
            holds: components["schemas"]["LegalHold"][];
        };
        LegalHoldOrder: {
            /** @description by default one is made */
            hold?: string;
            /** @enum {string} */
            scope: "tenant" | "user" | "session" | "range";
            /** @description of a user or session, exactly as the rows have it */
            value?: string;
            /** @description of a range: received from here on */
            since?: string;
            /** @description of a range: and before this */
            until?: string;
            /** @description why; masked and stored with the act */
            reason?: string;
        };
        PlacedLegalHold: {
            /** @description its name */
            hold: string;
            /** @enum {string} */
            scope: "tenant" | "user" | "session" | "range";
            /** @description e-mail or id; * of a tenant; FROM/TO of a range, RFC 3339 in UTC, the end exclusive */
            value: string;
            /** @description row that placed it */
            seq: number;
        };
        LegalHoldRelease: {
            /** @description why; masked and stored with the act */
            reason?: string;
        };
        IngestSetup: {
            kind: string;
            shell: string | null;
            /** @description base URL, INGEST_PATH_PREFIX included */
            endpoint: string;
            /** @enum {string} */
            credential: "token" | "licence";
            /** @description stands in the text where the credential goes: a token, or base64 of org:licence */
            placeholder: string;
            /** @description ready to paste */
            text: string;
            notes: string[];
            places: {
                [key: string]: string;
            } | null;
        };
    };
    responses: {
        /** @description The request cannot be understood; detail names the parameter. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No credential, or one that is not good. */
        Unauthorized: {
            headers: {
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The credential does not allow this. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not there, or not of this tenant. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description What is there stands against it. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too often, or too many at once. */
        TooManyRequests: {
            headers: {
                /** @description seconds */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The store does not answer. */
        Unavailable: {
            headers: {
                /** @description seconds */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description exact value */
        plane: string;
        /** @description exact value */
        event: string;
        /** @description exact value */
        user_email: string;
        /** @description exact value */
        session_id: string;
        /** @description exact value */
        correlation_id: string;
        /** @description exact value */
        tool_name: string;
        /** @description exact value */
        model: string;
        /** @description exact value */
        dataset: string;
        /** @description what governance decided */
        decision: "allowed" | "blocked" | "redacted" | "needs_approval" | "error";
        /** @description client time, inclusive: a date (midnight UTC) or a time with Z or an offset */
        since: string | unknown | unknown;
        /** @description client time, exclusive */
        until: string | unknown | unknown;
        /** @description `attr.<key>=<text>` for each: an attribute of the record, or else of its resource */
        attributes: {
            [key: string]: string;
        };
        /** @description most entries of one answer */
        limit: number;
        /** @description next_cursor of the page before */
        cursor: string;
        /** @description splits every group by time */
        bucket: "hour" | "day";
        /** @description a named group (user, model, tool, day, session, plane, dataset; event with source logs), or the key of an attribute */
        group_by: string;
        /** @description csrf of the session; needed with the session cookie, not with a bearer token */
        csrf: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Logged in */
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: {
                /** @description csrf of the session; needed with the session cookie, not with a bearer token */
                "X-CSRF-Token"?: components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session is over. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    listLoginMethods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginMethods"];
                };
            };
            400: components["responses"]["BadRequest"];
        };
    };
    beginOidcLogin: {
        parameters: {
            query?: {
                /** @description path of the page of the portal that the login leads to */
                return_to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Off to the provider, or, for browsers, to what went wrong */
            303: {
                headers: {
                    Location?: string;
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            /** @description No identity provider is set up. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            /** @description The provider, or the store, does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishOidcLogin: {
        parameters: {
            query?: {
                /** @description given by the provider */
                code?: string;
                /** @description as the login began */
                state?: string;
                /** @description RFC 9207 */
                iss?: string;
                /** @description given by the provider in place of a code */
                error?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Logged in, on to the page asked for; or, for browsers, to what went wrong */
            303: {
                headers: {
                    Location?: string;
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The answer does not belong to a login of this browser. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The provider let nobody in, or this person has no role here. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No identity provider is set up. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The provider, or the store, does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDecisions: {
        parameters: {
            query?: {
                /** @description exact value */
                plane?: components["parameters"]["plane"];
                /** @description exact value */
                event?: components["parameters"]["event"];
                /** @description what governance decided */
                decision?: components["parameters"]["decision"];
                /** @description exact value */
                user_email?: components["parameters"]["user_email"];
                /** @description exact value */
                session_id?: components["parameters"]["session_id"];
                /** @description exact value */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description exact value */
                tool_name?: components["parameters"]["tool_name"];
                /** @description exact value */
                model?: components["parameters"]["model"];
                /** @description exact value */
                dataset?: components["parameters"]["dataset"];
                /** @description client time, inclusive: a date (midnight UTC) or a time with Z or an offset */
                since?: components["parameters"]["since"];
                /** @description client time, exclusive */
                until?: components["parameters"]["until"];
                /** @description `attr.<key>=<text>` for each: an attribute of the record, or else of its resource */
                attributes?: components["parameters"]["attributes"];
                /** @description most entries of one answer */
                limit?: components["parameters"]["limit"];
                /** @description next_cursor of the page before */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description changes with what the answer was made from */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionPage"];
                };
            };
            /** @description as the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    streamDecisions: {
        parameters: {
            query?: {
                /** @description exact value */
                plane?: components["parameters"]["plane"];
                /** @description exact value */
                event?: components["parameters"]["event"];
                /** @description what governance decided */
                decision?: components["parameters"]["decision"];
                /** @description exact value */
                user_email?: components["parameters"]["user_email"];
                /** @description exact value */
                session_id?: components["parameters"]["session_id"];
                /** @description exact value */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description exact value */
                tool_name?: components["parameters"]["tool_name"];
                /** @description exact value */
                model?: components["parameters"]["model"];
                /** @description exact value */
                dataset?: components["parameters"]["dataset"];
                /** @description client time, inclusive: a date (midnight UTC) or a time with Z or an offset */
                since?: components["parameters"]["since"];
                /** @description client time, exclusive */
                until?: components["parameters"]["until"];
                /** @description `attr.<key>=<text>` for each: an attribute of the record, or else of its resource */
                attributes?: components["parameters"]["attributes"];
                /** @description a seq: begins with the row behind it; by default with the next row that is stored */
                after?: number;
            };
            header?: {
                /** @description the id of the last event that was seen; wins over after */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a stream of events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    readDecision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id of the row */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionWithEvidence"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description exact value */
                plane?: components["parameters"]["plane"];
                /** @description exact value */
                event?: components["parameters"]["event"];
                /** @description what governance decided */
                decision?: components["parameters"]["decision"];
                /** @description exact value */
                user_email?: components["parameters"]["user_email"];
                /** @description exact value */
                session_id?: components["parameters"]["session_id"];
                /** @description exact value */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description exact value */
                tool_name?: components["parameters"]["tool_name"];
                /** @description exact value */
                model?: components["parameters"]["model"];
                /** @description exact value */
                dataset?: components["parameters"]["dataset"];
                /** @description client time, inclusive: a date (midnight UTC) or a time with Z or an offset */
                since?: components["parameters"]["since"];
                /** @description client time, exclusive */
                until?: components["parameters"]["until"];
                /** @description `attr.<key>=<text>` for each: an attribute of the record, or else of its resource */
                attributes?: components["parameters"]["attributes"];
                /** @description most entries of one answer */
                limit?: components["parameters"]["limit"];
                /** @description next_cursor of the page before */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description changes with what the answer was made from */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
            /** @description as the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    readSessionTimeline: {
        parameters: {
            query?: {
                /** @description most entries of one answer */
                limit?: components["parameters"]["limit"];
                /** @description next_cursor of the page before */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path: {
                /** @description session_id of the rows */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description changes with what the answer was made from */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionTimeline"];
                };
            };
            /** @description as the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    readUsage: {
        parameters: {
            query?: {
                /** @description a named group (user, model, tool, day, session, plane, dataset; event with source logs), or the key of an attribute */
                group_by?: components["parameters"]["group_by"];
                /** @description splits every group by time */
                bucket?: components["parameters"]["bucket"];
                /** @description the same tokens and cost arrive as log events and as metrics: one of them is counted. With metrics, the filters event, decision and correlation_id do not apply */
                source?: "logs" | "metrics";
                /** @description exact value */
                plane?: components["parameters"]["plane"];
                /** @description exact value */
                event?: components["parameters"]["event"];
                /** @description what governance decided */
                decision?: components["parameters"]["decision"];
                /** @description exact value */
                user_email?: components["parameters"]["user_email"];
                /** @description exact value */
                session_id?: components["parameters"]["session_id"];
                /** @description exact value */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description exact value */
                tool_name?: components["parameters"]["tool_name"];
                /** @description exact value */
                model?: components["parameters"]["model"];
                /** @description exact value */
                dataset?: components["parameters"]["dataset"];
                /** @description client time, inclusive: a date (midnight UTC) or a time with Z or an offset */
                since?: components["parameters"]["since"];
                /** @description client time, exclusive */
                until?: components["parameters"]["until"];
                /** @description `attr.<key>=<text>` for each: an attribute of the record, or else of its resource */
                attributes?: components["parameters"]["attributes"];
                /** @description most entries of one answer */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description changes with what the answer was made from */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageReport"] | components["schemas"]["MetricUsageReport"];
                };
            };
            /** @description as the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    compareUsage: {
        parameters: {
            query?: {
                /** @description exact value */
                plane?: components["parameters"]["plane"];
                /** @description exact value */
                user_email?: components["parameters"]["user_email"];
                /** @description exact value */
                session_id?: components["parameters"]["session_id"];
                /** @description exact value */
                tool_name?: components["parameters"]["tool_name"];
                /** @description exact value */
                model?: components["parameters"]["model"];
                /** @description exact value */
                dataset?: components["parameters"]["dataset"];
                /** @description client time, inclusive: a date (midnight UTC) or a time with Z or an offset */
                since?: components["parameters"]["since"];
                /** @description client time, exclusive */
                until?: components["parameters"]["until"];
                /** @description `attr.<key>=<text>` for each: an attribute of the record, or else of its resource */
                attributes?: components["parameters"]["attributes"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageComparison"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMetrics: {
        parameters: {
            query?: {
                /** @description exact value */
                dataset?: components["parameters"]["dataset"];
                /** @description most entries of one answer */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricNames"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    readMetricSeries: {
        parameters: {
            query: {
                /** @description name of the metric */
                name: string;
                /** @description a named group (user, model, tool, day, session, plane, dataset; event with source logs), or the key of an attribute */
                group_by?: components["parameters"]["group_by"];
                /** @description splits every group by time */
                bucket?: components["parameters"]["bucket"];
                /** @description exact value */
                plane?: components["parameters"]["plane"];
                /** @description exact value */
                user_email?: components["parameters"]["user_email"];
                /** @description exact value */
                session_id?: components["parameters"]["session_id"];
                /** @description exact value */
                tool_name?: components["parameters"]["tool_name"];
                /** @description exact value */
                model?: components["parameters"]["model"];
                /** @description exact value */
                dataset?: components["parameters"]["dataset"];
                /** @description client time, inclusive: a date (midnight UTC) or a time with Z or an offset */
                since?: components["parameters"]["since"];
                /** @description client time, exclusive */
                until?: components["parameters"]["until"];
                /** @description `attr.<key>=<text>` for each: an attribute of the record, or else of its resource */
                attributes?: components["parameters"]["attributes"];
                /** @description most entries of one answer */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSeriesReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    verify: {
        parameters: {
            query?: {
                /** @description quick: the newest rows; deep: every signature as well */
                mode?: "quick" | "full" | "deep";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    readChain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    readCheckpoint: {
        parameters: {
            query?: {
                /** @description true: signs one now */
                fresh?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK; as text for who prefers text/plain */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checkpoint"];
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    proveInclusion: {
        parameters: {
            query?: {
                /** @description the row; or id */
                seq?: number;
                /** @description the row; or seq */
                id?: string;
                /** @description size of the tree */
                size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK; as text for who prefers text/plain */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InclusionProof"];
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    proveConsistency: {
        parameters: {
            query: {
                /** @description size of the older tree */
                from: number;
                /** @description size of the newer tree */
                to: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsistencyProof"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    export: {
        parameters: {
            query: {
                /** @description bundle: a ZIP that an offline verifier checks; for who may read the whole tenant */
                format: "bundle" | "jsonl" | "csv";
                /** @description exact value */
                plane?: components["parameters"]["plane"];
                /** @description exact value */
                event?: components["parameters"]["event"];
                /** @description what governance decided */
                decision?: components["parameters"]["decision"];
                /** @description exact value */
                user_email?: components["parameters"]["user_email"];
                /** @description exact value */
                session_id?: components["parameters"]["session_id"];
                /** @description exact value */
                correlation_id?: components["parameters"]["correlation_id"];
                /** @description exact value */
                tool_name?: components["parameters"]["tool_name"];
                /** @description exact value */
                model?: components["parameters"]["model"];
                /** @description exact value */
                dataset?: components["parameters"]["dataset"];
                /** @description client time, inclusive: a date (midnight UTC) or a time with Z or an offset */
                since?: components["parameters"]["since"];
                /** @description client time, exclusive */
                until?: components["parameters"]["until"];
                /** @description `attr.<key>=<text>` for each: an attribute of the record, or else of its resource */
                attributes?: components["parameters"]["attributes"];
                /** @description one session, whole; in a bundle without filters beside it */
                session?: string;
                /** @description first row; together with through */
                from?: number;
                /** @description last row; together with from */
                through?: number;
                /** @description bundles: seals alone */
                withhold_bodies?: "true" | "false";
                /** @description bundles: sizes of checkpoints that the reader holds, separated by commas */
                since_size?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
        };
    };
    readIngestHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestHealth"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    readIngestSetup: {
        parameters: {
            query: {
                /** @description what is to be set up */
                kind: "claude-code" | "script" | "managed-settings" | "cowork" | "cowork-third-party";
                /** @description of claude-code (default bash; json is the env part of a settings file), or of a script (sh, the default, or powershell) */
                shell?: "bash" | "zsh" | "sh" | "fish" | "powershell" | "cmd" | "json";
                /** @description what clients send with */
                credential?: "token" | "licence";
                /** @description base URL as clients reach this agent, without /v1/logs; default: as this request reached it. INGEST_PATH_PREFIX is appended */
                endpoint?: string;
                /** @description what clients capture besides metadata, separated by commas: prompts, responses, tool-details, tool-content, raw-bodies */
                content?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestSetup"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDatasets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    createDataset: {
        parameters: {
            query?: never;
            header?: {
                /** @description csrf of the session; needed with the session cookie, not with a bearer token */
                "X-CSRF-Token"?: components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetOrder"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteDataset: {
        parameters: {
            query?: never;
            header?: {
                /** @description csrf of the session; needed with the session cookie, not with a bearer token */
                "X-CSRF-Token"?: components["parameters"]["csrf"];
            };
            path: {
                /** @description name of the dataset */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description csrf of the session; needed with the session cookie, not with a bearer token */
                "X-CSRF-Token"?: components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenOrder"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description csrf of the session; needed with the session cookie, not with a bearer token */
                "X-CSRF-Token"?: components["parameters"]["csrf"];
            };
            path: {
                /** @description id of the token */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    listLicences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicenceList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeLicence: {
        parameters: {
            query?: never;
            header?: {
                /** @description csrf of the session; needed with the session cookie, not with a bearer token */
                "X-CSRF-Token"?: components["parameters"]["csrf"];
            };
            path: {
                /** @description id of the licence */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    readRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    previewRetention: {
        parameters: {
            query: {
                /** @description content received, and points timed, more than so many days ago */
                days: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionPreview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    listHolds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LegalHoldList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            503: components["responses"]["Unavailable"];
        };
    };
    placeHold: {
        parameters: {
            query?: never;
            header?: {
                /** @description csrf of the session; needed with the session cookie, not with a bearer token */
                "X-CSRF-Token"?: components["parameters"]["csrf"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LegalHoldOrder"];
            };
        };
        responses: {
            /** @description Placed */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacedLegalHold"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["Unavailable"];
        };
    };
    releaseHold: {
        parameters: {
            query?: never;
            header?: {
                /** @description csrf of the session; needed with the session cookie, not with a bearer token */
                "X-CSRF-Token"?: components["parameters"]["csrf"];
            };
            path: {
                /** @description name of the hold */
                hold: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LegalHoldRelease"];
            };
        };
        responses: {
            /** @description Released */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
}
