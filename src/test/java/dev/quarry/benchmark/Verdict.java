package dev.quarry.benchmark;

import dev.quarry.command.ExitCode;
import dev.quarry.command.Terminal;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a benchmark ends: what the machine had to do besides, and which goals were not met. */
final class Verdict {
    private Verdict() {}

    static ExitCode of(List<Goal> goals, Map<String, Spread> measured, Terminal terminal) {
        terminal.line(String.format(
                Locale.ROOT,
                "load average %.1f on %d processors",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors()));
        List<String> unmet =
                goals.stream().flatMap(goal -> goal.unmet(measured).stream()).toList();
        unmet.forEach(terminal::line);
        return unmet.isEmpty() ? ExitCode.DONE : ExitCode.NOT_MET;
    }
}
