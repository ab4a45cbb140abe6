package dev.quarry.tenant.token;

import dev.quarry.tenant.AccessRole;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a token says of its owner.
 *
 * @param subject who it is
 * @param tenant the tenant's name; null where it names none
 * @param role the highest of those that it names; empty where it names none that is known
 */
public record TokenClaims(String subject, @Nullable String tenant, Optional<AccessRole> role) {

    static TokenClaims of(String subject, Map<String, Object> claims, TokenConfig config) {
        String tenant = values(claims, config.tenantClaim()).findFirst().orElse(null);
        Optional<AccessRole> role =
                values(claims, config.roleClaim()).flatMap(TokenClaims::role).max(Comparator.naturalOrder());
        return new TokenClaims(subject, tenant, role);
    }

    private static Stream<AccessRole> role(String name) {
        return Stream.of(AccessRole.values()).filter(role -> role.label().equals(name));
    }

    /** The texts at that place; none where there is something else. */
    private static Stream<String> values(Map<String, Object> claims, String path) {
        Object value = claims;
        for (String name : List.of(path.split("/", -1))) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return switch (value) {
            case String text -> Stream.of(text);
            case Collection<?> several ->
                several.stream().filter(String.class::isInstance).map(String.class::cast);
            case null, default -> Stream.empty();
        };
    }
}
