package dev.quarry.inbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells files that are complete from those that are still written: they have kept size and time from one look to another. */
final class SettledFiles {
    private final long settleNanos;
    private Map<Path, Seen> seen = new HashMap<>();

    SettledFiles(Duration settle) {
        this.settleNanos = settle.toNanos();
    }

    private record Seen(InboxFolder.Waiting file, long since) {}

    /** Those that have not changed for long enough; others are forgotten once they are gone. */
    List<InboxFolder.Waiting> among(List<InboxFolder.Waiting> waiting, long now) {
        Map<Path, Seen> next = new HashMap<>();
        List<InboxFolder.Waiting> settled = new ArrayList<>();
        for (InboxFolder.Waiting file : waiting) {
            Seen before = seen.get(file.relative());
            Seen current = before != null && before.file().equals(file) ? before : new Seen(file, now);
            next.put(file.relative(), current);
            if (now - current.since() >= settleNanos) {
                settled.add(file);
            }
        }
        seen = next;
        return settled;
    }
}
