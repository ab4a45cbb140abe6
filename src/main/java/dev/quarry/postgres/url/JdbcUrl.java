package dev.quarry.postgres.url;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** The same database in the JDBC driver's words, for the migrations. */
final class JdbcUrl {
    private JdbcUrl() {}

    static String of(DatabaseUrl url) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters(url).forEach((name, value) -> query.add(name + "=" + Percent.encode(value)));
        return "jdbc:postgresql://" + url.address() + "/" + Percent.encode(url.database()) + query;
    }

    private static Map<String, String> parameters(DatabaseUrl url) {
        Map<String, String> result = new TreeMap<>();
        url.parameters().forEach((name, value) -> {
            switch (name) {
                case "connect_timeout" -> result.put("connectTimeout", value);
                case "application_name" -> result.put("ApplicationName", value);
                case "target_session_attrs" ->
                    result.put("targetServerType", url.targetSession().jdbcName());
                case "pgbouncer" -> {
                    // It is said by prepareThreshold.
                }
                case "sslrootcert" -> trust(result, value);
                case "sslcert" -> {
                    result.put("sslcert", value);
                    ClientCertificate.keyAlgorithm(value)
                            .ifPresent(algorithm -> result.put("pemKeyAlgorithm", algorithm));
                }
                case "sslmode" -> result.put("sslmode", sslMode(url));
                default -> result.put(name, value);
            }
        });
        if (url.namesTransactionPooler()) {
            result.put("prepareThreshold", "0");
        }
        return result;
    }

    private static void trust(Map<String, String> result, String rootCertificate) {
        if (TlsParameters.SYSTEM.equals(rootCertificate)) {
            result.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        } else {
            result.put("sslrootcert", rootCertificate);
        }
    }

    /** The driver verifies nothing in its mode require, whereas libpq verifies the chain when a root stands beside it. */
    private static String sslMode(DatabaseUrl url) {
        boolean verifiesChain =
                url.sslMode() == TlsMode.REQUIRE && url.parameters().containsKey("sslrootcert");
        return (verifiesChain ? TlsMode.VERIFY_CA : url.sslMode()).text();
    }
}
