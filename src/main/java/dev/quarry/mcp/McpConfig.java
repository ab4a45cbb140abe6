package dev.quarry.mcp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The tools of the Model Context Protocol. */
@ConfigMapping(prefix = "quarry.mcp")
public interface McpConfig {
    /** Characters of a document that one call reads at most. */
    @WithDefault("100000")
    int maxReadLength();

    /** Characters of a document that one call reads where it does not say. */
    @WithDefault("20000")
    int readLength();
}
