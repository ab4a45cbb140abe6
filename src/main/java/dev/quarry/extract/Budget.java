package dev.quarry.extract;

import dev.quarry.failure.Failure;
import java.time.Duration;

/**
 * What reading one file may still cost. Whoever reads asks it again and again: that is how the reading ends. Its refusals
 * are unchecked, so that no library takes them for a broken file and tries on.
 */
public final class Budget {
    private final ExtractConfig limits;
    private final long end;
    private long unpacked;
    private int elements;

    Budget(ExtractConfig limits) {
        this.limits = limits;
        this.end = System.nanoTime() + limits.deadline().toNanos();
    }

    /** What is wrong with a file. */
    public static Failure.Invalid refusal(String message) {
        return new Failure.Invalid("file", message);
    }

    public void checkTime() {
        if (System.nanoTime() - end > 0) {
            throw refusal("takes longer than " + seconds(limits.deadline()) + " s to read; split it");
        }
    }

    /** Takes bytes that came out of something packed. */
    public void takeUnpacked(long bytes) {
        unpacked += bytes;
        checkUnpacked(unpacked);
        checkTime();
    }

    /** Holds one stream's unpacked size to the limit, without taking it from the sum. */
    public void checkUnpacked(long bytes) {
        if (bytes > limits.maxUnpackedSize()) {
            throw refusal("unpacks to more than " + limits.maxUnpackedSize() + " bytes, the most that is taken");
        }
    }

    /** Holds an entry of an archive to the ratio that honest texts keep. */
    public void checkRatio(long packedSize, long unpackedSize) {
        long free = 1_000_000;
        if (unpackedSize > free && unpackedSize / limits.maxRatio() > Math.max(1, packedSize)) {
            throw refusal(
                    "unpacks to more than " + limits.maxRatio() + " times its size, as archives made to do harm do");
        }
    }

    public void checkEntries(long entries) {
        if (entries > limits.maxEntries()) {
            throw refusal("has " + entries + " entries; at most " + limits.maxEntries() + " are taken");
        }
    }

    public void takeElement() {
        elements++;
        if (elements > limits.maxElements()) {
            throw refusal("has more than " + limits.maxElements() + " elements, the most that are taken; split it");
        }
        if (elements % 1_000 == 0) {
            checkTime();
        }
    }

    public void checkDepth(int depth) {
        if (depth > limits.maxDepth()) {
            throw refusal("is nested more than " + limits.maxDepth() + " levels deep, the most that is taken");
        }
    }

    public void checkPages(int pages) {
        if (pages > limits.maxPages()) {
            throw refusal("has " + pages + " pages; at most " + limits.maxPages() + " are taken; split it");
        }
    }

    public void checkCharacters(int characters) {
        if (characters > limits.maxCharacters()) {
            throw refusal("holds more than " + limits.maxCharacters()
                    + " characters of text, the most that are taken; split it");
        }
    }

    int maxCharacters() {
        return limits.maxCharacters();
    }

    int maxDepth() {
        return limits.maxDepth();
    }

    private static long seconds(Duration duration) {
        return Math.max(1, duration.toSeconds());
    }
}
