package dev.quarry.doctor;

import dev.quarry.doctor.Finding.Verdict;
import dev.quarry.postgres.DatabaseUrls.Purpose;
import dev.quarry.postgres.server.ServerFacts;
import dev.quarry.postgres.server.ServerFactsSql;
import dev.quarry.postgres.server.ServerVisit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the server is, who we are there, and what it offers. */
record ServerExam(Purpose purpose, ServerVisit visit) {
    /** Without these the tables cannot be made. */
    private static final List<String> NEEDED = List.of("pg_trgm", "btree_gist");

    private static final List<String> USEFUL = List.of("vector", "unaccent");

    List<Finding> findings() {
        ServerFacts facts = visit.ask(ServerFactsSql::facts, Doctor.DEADLINE);
        List<Finding> findings = new ArrayList<>();
        findings.add(facts.version()
                .refusal()
                .map(reason -> Finding.fail("version", reason))
                .orElseGet(() -> Finding.ok("version", "PostgreSQL " + facts.version())));
        findings.add(place(facts));
        findings.add(role(facts));
        if (purpose != Purpose.READ) {
            findings.add(extensions());
        }
        return findings;
    }

    private Finding place(ServerFacts facts) {
        if (facts.standby()) {
            return Finding.okOr(
                    purpose == Purpose.READ,
                    Verdict.FAIL,
                    "place",
                    purpose == Purpose.READ
                            ? "a standby"
                            : "a standby, which takes no changes: name the primary, or all servers and"
                                    + " target_session_attrs=read-write");
        }
        return Finding.ok("place", purpose == Purpose.READ ? "a primary; it serves searches as well" : "a primary");
    }

    private Finding role(ServerFacts facts) {
        String who = facts.role() + " in database " + facts.database();
        if (purpose != Purpose.READ && !facts.mayCreateSchema()) {
            return Finding.fail(
                    "role",
                    who + " may not make tables: grant create on database " + facts.database() + " to " + facts.role());
        }
        if (facts.superuser()) {
            return Finding.warn(
                    "role", who + " is a superuser: a role that only owns the database is enough, and safer");
        }
        return Finding.ok(
                "role",
                who
                        + (facts.bypassesRowSecurity()
                                ? ", which bypasses row-level security: transactions run as quarry_app instead"
                                : ""));
    }

    private Finding extensions() {
        Map<String, String> offered = visit.ask(DoctorSql::extensions, Doctor.DEADLINE);
        List<String> missing =
                NEEDED.stream().filter(name -> !offered.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            return Finding.fail(
                    "extensions", String.join(", ", missing) + " not available: install PostgreSQL's contrib package");
        }
        String all = Stream.concat(NEEDED.stream(), USEFUL.stream())
                .map(name -> name + " " + offered.getOrDefault(name, "not available" + instead(name)))
                .collect(Collectors.joining(", "));
        return Finding.ok("extensions", all);
    }

    private static String instead(String extension) {
        return "vector".equals(extension) ? " (the portable index is used)" : "";
    }
}
