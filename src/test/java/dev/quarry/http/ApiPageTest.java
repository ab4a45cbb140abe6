package dev.quarry.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.testing.ServiceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/api.md has a call for every operation, and for none that there is not. */
@ServiceTest
class ApiPageTest {
    private static final Pattern OPERATION = Pattern.compile(
            "(?m)^`((?:GET|POST|PUT|PATCH|DELETE) /\\S+)`\\n\\n```sh\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void every_operation_has_its_call() throws IOException {
        Map<String, Map<String, Object>> paths = given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        Set<String> described = paths.entrySet().stream()
                .flatMap(path -> path.getValue().keySet().stream()
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .collect(Collectors.toSet());

        List<MatchResult> shown = OPERATION
                .matcher(Files.readString(Path.of("docs/api.md")))
                .results()
                .toList();

        assertThat(shown).extracting(one -> one.group(1)).containsExactlyInAnyOrderElementsOf(described);
        assertThat(shown).allSatisfy(one -> assertThat(one.group(2)).contains("curl ", "$api/"));
    }
}
