package dev.quarry.extract;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a file may be that is to be read, and how many are read at once. */
@ConfigMapping(prefix = "quarry.extract")
public interface ExtractConfig {
    /** Files that are read at the same time; others wait their turn. */
    @WithDefault("2")
    int concurrency();

    /** How long a file waits its turn before its sender is asked to come back. */
    @WithDefault("10s")
    Duration turnDeadline();

    /** How long reading one file may take. */
    @WithDefault("60s")
    Duration deadline();

    /** Bytes of a file at most; an upload is bounded by `quarkus.http.limits.max-body-size` too. */
    @WithDefault("50000000")
    long maxFileSize();

    /** Bytes that what is packed within a file may unpack to, all together. */
    @WithDefault("200000000")
    long maxUnpackedSize();

    /** How many times its packed size an entry of an archive may unpack to; the first megabyte is free. */
    @WithDefault("200")
    int maxRatio();

    /** Entries of an archive at most. */
    @WithDefault("10000")
    int maxEntries();

    /** How deep HTML, XML and JSON may be nested. */
    @WithDefault("256")
    int maxDepth();

    /** Elements of HTML and XML, or values of JSON and cells of CSV, at most. */
    @WithDefault("1000000")
    int maxElements();

    /** Pages of a PDF at most. */
    @WithDefault("5000")
    int maxPages();

    /** Characters of the text that is taken out of a file at most. */
    @WithDefault("10000000")
    int maxCharacters();
}
