package dev.quarry.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What some processes used of the processors so far. Other work on the machine does not show in it. */
record ProcessorTime(List<ProcessHandle> processes) {
    static ProcessorTime ofThisProcess() {
        return new ProcessorTime(List.of(ProcessHandle.current()));
    }

    /** @param backend a session's process at the server */
    static ProcessorTime of(ProcessHandle service, ProcessHandle backend) {
        ProcessHandle server = backend.parent().orElseThrow();
        return new ProcessorTime(
                Stream.concat(Stream.of(service, server), server.children()).toList());
    }

    double seconds() {
        return processes.stream()
                        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                        .mapToLong(Duration::toMillis)
                        .sum()
                / 1000.0;
    }
}
