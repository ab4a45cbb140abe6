package dev.quarry.doctor;

import dev.quarry.doctor.Finding.Verdict;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;

/** Prints findings as they come and counts them. */
final class Report {
    private final PrintStream out;
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

    Report(PrintStream out) {
        this.out = out;
    }

    /** The headline of what follows. */
    void about(String subject) {
        out.println(subject);
    }

    void add(Finding finding) {
        counts.merge(finding.verdict(), 1, Integer::sum);
        out.printf("  %-4s  %-12s  %s%n", finding.verdict().label(), finding.topic(), finding.text());
    }

    /** Prints the totals. */
    void close() {
        out.printf("%d ok, %d to look at, %d wrong%n", count(Verdict.OK), count(Verdict.WARN), count(Verdict.FAIL));
    }

    boolean hasTrouble() {
        return count(Verdict.FAIL) > 0;
    }

    private int count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }
}
