package dev.quarry.doctor;

import dev.quarry.postgres.LockNamespace;
import dev.quarry.postgres.server.ServerVisit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sessions of Quarry's at the server: who holds documents, and whose work has stood still.
 *
 * @param name what the service calls itself
 */
record SessionExam(String name, ServerVisit visit) {

    List<Finding> findings() {
        return List.of(locks(), stuck());
    }

    private Finding locks() {
        List<DoctorSql.Session> holders =
                visit.ask(connection -> DoctorSql.holders(connection, LockNamespace.DOCUMENT.key()), Doctor.DEADLINE);
        return Finding.ok(
                "locks",
                holders.isEmpty()
                        ? "no document is at work"
                        : holders.size() + (holders.size() == 1 ? " document" : " documents") + " at work: "
                                + list(holders));
    }

    private Finding stuck() {
        List<DoctorSql.Session> stuck = visit.ask(connection -> DoctorSql.stuck(connection, name), Doctor.DEADLINE);
        return stuck.isEmpty()
                ? Finding.ok("sessions", "none that stands still")
                : Finding.warn(
                        "sessions",
                        list(stuck)
                                + ". Look at that instance's log; select pg_terminate_backend(PID) ends a session.");
    }

    private static String list(List<DoctorSql.Session> sessions) {
        return sessions.stream().map(DoctorSql.Session::toString).collect(Collectors.joining(", "));
    }
}
