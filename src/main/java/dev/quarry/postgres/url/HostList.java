package dev.quarry.postgres.url;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The servers of a URL: those between user and database, or those of {@code host=} and {@code port=}. */
final class HostList {
    private static final Pattern IN_URL =
            Pattern.compile("(?:\\[(?<ipv6>[0-9A-Fa-f:.]+)]|(?<host>[^:\\[\\]]*))(?::(?<port>[^:]*))?");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\[(.*)]");

    private HostList() {}

    /**
     * Reads the hosts, in their order.
     *
     * @param authority what stands between user and database
     * @param parameters of which {@code host} and {@code port} are taken out
     */
    static List<HostAndPort> read(String authority, Map<String, String> parameters) {
        List<String> names = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (String text : authority.split(",", -1)) {
            Matcher matcher = IN_URL.matcher(text);
            if (!matcher.matches()) {
                throw InvalidUrl.saying("the database URL's host and port are not of the form host:port"
                        + " (an IPv6 address stands in brackets: [::1]:5432)");
            }
            String ipv6 = matcher.group("ipv6");
            names.add(ipv6 != null ? ipv6 : Percent.decode(matcher.group("host"), "host"));
            ports.add(matcher.group("port") == null ? "" : matcher.group("port"));
        }
        List<String> hosts = either("host", names, list(parameters.remove("host")));
        return combine(hosts, either("port", ports, list(parameters.remove("port"))));
    }

    private static @Nullable List<String> list(@Nullable String parameter) {
        return parameter == null
                ? null
                : Arrays.stream(parameter.split(",", -1))
                        .map(host -> IN_BRACKETS.matcher(host).replaceFirst("$1"))
                        .toList();
    }

    private static List<String> either(String what, List<String> inAuthority, @Nullable List<String> inQuery) {
        if (inQuery == null) {
            return inAuthority;
        }
        if (inAuthority.stream().allMatch(String::isEmpty) || inAuthority.equals(inQuery)) {
            return inQuery;
        }
        throw InvalidUrl.saying("the database URL gives the " + what + " twice, before the database and as " + what
                + "=, and not the same; keep one of them");
    }

    private static List<HostAndPort> combine(List<String> names, List<String> ports) {
        if (ports.size() != 1 && ports.size() != names.size()) {
            throw InvalidUrl.saying("the database URL names " + names.size() + " hosts and " + ports.size()
                    + " ports; give one port for all, or one for each");
        }
        List<HostAndPort> hosts = new ArrayList<>();
        for (int index = 0; index < names.size(); index++) {
            if (names.size() > 1 && names.get(index).isEmpty()) {
                throw InvalidUrl.saying("the database URL's list of hosts has an empty place, number " + (index + 1));
            }
            hosts.add(HostAndPort.of(names.get(index), ports.get(ports.size() == 1 ? 0 : index)));
        }
        if (new HashSet<>(hosts).size() < hosts.size()) {
            throw InvalidUrl.saying("the database URL names one host and port twice; name each once");
        }
        return hosts;
    }
}
