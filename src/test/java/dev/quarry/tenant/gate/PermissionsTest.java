package dev.quarry.tenant.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.http.ApiPaths;
import dev.quarry.tenant.AccessRole;
import dev.quarry.testing.Operations;
import dev.quarry.testing.ServiceTest;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
class PermissionsTest {
    /** What only reads, whatever its verb. */
    private static final Set<String> READING = Set.of(ApiPaths.SEARCH, ApiPaths.ANSWER, ApiPaths.TOOLS);

    @Test
    void every_operation_of_the_description_has_its_row_and_every_row_its_operation() {
        assertThat(Permissions.rules())
                // Its protocol describes itself.
                .filteredOn(rule -> !rule.template().equals(ApiPaths.TOOLS))
                .extracting(rule -> rule.method() + " " + rule.template())
                .containsExactlyInAnyOrderElementsOf(Operations.all().stream()
                        .map(Operations.Operation::toString)
                        .toList());
    }

    @Test
    void what_stands_under_admin_needs_an_administrator() {
        assertThat(Permissions.rules())
                .filteredOn(rule -> rule.template().startsWith(ApiPaths.ROOT + "/admin"))
                .allSatisfy(rule ->
                        assertThat(rule.role().includes(AccessRole.ADMIN)).isTrue());
        assertThat(Permissions.rules())
                .filteredOn(rule -> rule.role() == AccessRole.READER)
                .allSatisfy(rule -> assertThat(rule.method().equals("GET") || READING.contains(rule.template()))
                        .as(rule.template())
                        .isTrue());
    }

    @Test
    void a_paths_own_row_goes_before_one_with_a_parameter() {
        assertThat(Permissions.find("GET", ApiPaths.DOCUMENTS + ":export"))
                .hasValueSatisfying(rule -> assertThat(rule.template()).endsWith(":export"));
        assertThat(Permissions.find("HEAD", ApiPaths.DOCUMENTS + "/x")).isPresent();
        assertThat(Permissions.find("PUT", ApiPaths.DOCUMENTS + "/x")).isEmpty();
        assertThat(Permissions.methods(ApiPaths.DOCUMENTS + "/x")).containsExactly("DELETE", "GET", "PATCH");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/documents/a/b",
                "/api/v1/documents/",
                "/api/v1/documents/a;b=c",
                "/api/v1/documents/a%2Fb",
                "/api/v1/documents;a",
                "/api//v1/documents",
                "/API/v1/documents"
            })
    void an_address_that_is_written_otherwise_has_no_row(String path) {
        assertThat(Permissions.find("GET", path)).isEmpty();
        assertThat(Permissions.isOpen(path, false)).isFalse();
    }

    @Test
    void only_pages_and_what_operates_the_service_are_open() {
        assertThat(Permissions.isOpen("/", false)).isTrue();
        assertThat(Permissions.isOpen("/q/health/ready", false)).isTrue();
        assertThat(Permissions.isOpen("/q/metrics", false)).isTrue();
        assertThat(Permissions.isOpen("/q/metrics", true)).isFalse();
        assertThat(Permissions.isOpen("/q/..;/api/v1/documents", false)).isFalse();
        assertThat(Permissions.isOpen("/mcp", false)).isFalse();
    }
}
