package dev.quarry.doctor;

import dev.quarry.doctor.Finding.Verdict;
import dev.quarry.postgres.Arrival;
import dev.quarry.postgres.DatabaseUrls;
import dev.quarry.postgres.DatabaseUrls.Purpose;
import dev.quarry.postgres.server.PoolerProbe;
import dev.quarry.postgres.server.ServerFactsSql;
import dev.quarry.postgres.server.ServerVisit;
import dev.quarry.postgres.url.DatabaseUrl;
import dev.quarry.postgres.url.TlsMode;
import java.util.List;
import java.util.Objects;

/** The way to the server: the URL, the connection, what stands between. */
record AddressExam(Purpose purpose, DatabaseUrls urls, Arrival arrival) {
    private static final int TIMES = 20;

    Finding url() {
        String driver = target().driver();
        return Finding.ok(
                "url", target() + (driver == null ? "" : " (the driver's name " + driver + " means nothing here)"));
    }

    List<Finding> connecting() {
        Latency opening = Latency.measure(TIMES, () -> arrival.open(purpose).close());
        try (ServerVisit visit = arrival.open(purpose)) {
            Latency asking = Latency.measure(TIMES, () -> {
                var _ = visit.ask(ServerFactsSql::backend, Doctor.DEADLINE);
            });
            return List.of(Finding.ok("connection", "opened: " + opening), Finding.ok("query", "answered: " + asking));
        }
    }

    Finding pooler(ServerVisit visit, boolean pipeline) {
        boolean expected = urls.isTransactionPooler(purpose);
        return switch (PoolerProbe.ask(visit, () -> arrival.open(purpose), Doctor.DEADLINE)) {
            case NOTHING ->
                Finding.okOr(
                        !expected,
                        Verdict.WARN,
                        "pooler",
                        expected
                                ? "none is there, though the settings say so: prepared statements are not kept for"
                                        + " nothing. Set QUARRY_POOL_MODE=session."
                                : "none");
            case SESSION_POOLER ->
                Finding.ok("pooler", "one that keeps a session for each connection, as far as can be seen");
            case TRANSACTION_POOLER -> transactionPooler(expected, pipeline);
        };
    }

    private Finding transactionPooler(boolean expected, boolean pipeline) {
        if (purpose == Purpose.DIRECT) {
            return Finding.fail("pooler", "a transaction pooler, which this URL is there to go past: name the server");
        }
        if (!expected) {
            return Finding.fail(
                    "pooler", "a transaction pooler: set QUARRY_POOL_MODE=transaction and DATABASE_DIRECT_URL");
        }
        boolean lacking = purpose == Purpose.MAIN && pipeline && urls.lacksSessions();
        return Finding.okOr(
                !lacking,
                Verdict.FAIL,
                "pooler",
                lacking
                        ? "a transaction pooler, and the pipeline needs sessions: set DATABASE_DIRECT_URL to the server"
                        : "a transaction pooler, as the settings say");
    }

    Finding encryption(ServerVisit visit) {
        TlsMode mode = target().sslMode();
        boolean chain = mode == TlsMode.VERIFY_CA
                || (mode == TlsMode.REQUIRE && target().parameters().containsKey("sslrootcert"));
        boolean here = target().hosts().stream().allMatch(host -> isThisMachine(host.host()));
        if (!visit.isEncrypted()) {
            return Finding.okOr(
                    here,
                    Verdict.WARN,
                    "encryption",
                    here
                            ? "none, on this machine"
                            : "none: passwords and texts cross the network readable. Set sslmode=verify-full.");
        }
        boolean verified = chain || mode == TlsMode.VERIFY_FULL;
        String version = visit.ask(DoctorSql::tlsVersion, Doctor.DEADLINE).orElse("TLS");
        return Finding.okOr(
                verified || here,
                Verdict.WARN,
                "encryption",
                version
                        + (mode == TlsMode.VERIFY_FULL
                                ? ", the certificate and its name verified"
                                : chain ? ", the certificate verified, its name not" : unverified(mode)));
    }

    private static String unverified(TlsMode mode) {
        return ", the certificate not verified (sslmode=" + mode.text()
                + "): whoever stands between can read along. Set sslmode=verify-full.";
    }

    private DatabaseUrl target() {
        return Objects.requireNonNull(urls.all().get(purpose));
    }

    private static boolean isThisMachine(String host) {
        return host.startsWith("127.") || "localhost".equals(host) || "::1".equals(host);
    }
}
