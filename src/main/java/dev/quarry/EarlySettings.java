package dev.quarry;

import dev.quarry.document.DocumentConfig;
import dev.quarry.embedded.EmbeddedConfig;
import dev.quarry.embedding.EmbeddingConfig;
import dev.quarry.ingest.IngestConfig;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.role.Role;
import dev.quarry.role.RoleConfig;
import dev.quarry.search.SearchConfig;
import dev.quarry.search.rerank.RerankConfig;
import dev.quarry.search.sql.SqlConfig;
import dev.quarry.session.SessionConfig;
import dev.quarry.session.answer.AnswerConfig;
import dev.quarry.session.chat.ChatConfig;
import dev.quarry.tenant.gate.AuthConfig;
import dev.quarry.tenant.key.KeyConfig;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;

/**
 * The settings as they are before Quarkus starts: for what comes earlier, or does without it. A value that is not allowed is
 * found here, before an embedded server was started for nothing.
 */
final class EarlySettings {
    private final SmallRyeConfig config;

    private EarlySettings(SmallRyeConfig config) {
        this.config = config;
    }

    /** @throws RuntimeException naming the setting whose value is not allowed */
    static EarlySettings read() {
        return new EarlySettings(ConfigUtils.configBuilder()
                .withMapping(PoolConfig.class)
                .withMapping(RoleConfig.class)
                .withMapping(DocumentConfig.class)
                .withMapping(EmbeddingConfig.class)
                .withMapping(IngestConfig.class)
                .withMapping(SearchConfig.class)
                .withMapping(SqlConfig.class)
                .withMapping(EmbeddedConfig.class)
                .withMapping(RerankConfig.class)
                .withMapping(ChatConfig.class)
                .withMapping(AnswerConfig.class)
                .withMapping(SessionConfig.class)
                .withMapping(AuthConfig.class)
                .withMapping(KeyConfig.class)
                // Quarkus speaks up about a name that it does not know, when it starts.
                .withValidateUnknown(false)
                .build());
    }

    PoolConfig pools() {
        return config.getConfigMapping(PoolConfig.class);
    }

    EmbeddedConfig embedded() {
        return config.getConfigMapping(EmbeddedConfig.class);
    }

    Role role() {
        return config.getConfigMapping(RoleConfig.class).role();
    }
}
