package dev.quarry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    @TempDir
    Path folder;

    @Test
    void a_file_stands_for_its_variable() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "never-to-be-printed\n");

        assertThat(SecretFiles.read(Map.of(
                        "QUARRY_EMBEDDING_API_KEY_FILE", file.toString(), "HOME", "/root", "SOME_FILE", "/nowhere")))
                .containsExactly(Map.entry("QUARRY_EMBEDDING_API_KEY", "never-to-be-printed"));
        assertThat(SecretFiles.addedTo(Map.of("DATABASE_URL_FILE", file.toString())))
                .containsEntry("DATABASE_URL", "never-to-be-printed");
    }

    @Test
    void what_cannot_be_read_is_told_by_its_variable_and_never_by_its_content() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'s', 'e', 'c', (byte) 0xff, (byte) 0xfe});
        Path empty = Files.writeString(folder.resolve("empty"), " \n");

        assertRefused(Map.of("DATABASE_URL_FILE", folder.resolve("none").toString()), "DATABASE_URL_FILE");
        assertRefused(Map.of("DATABASE_URL_FILE", folder.toString()), "DATABASE_URL_FILE");
        assertRefused(Map.of("QUARRY_BOOTSTRAP_KEY_FILE", binary.toString()), "QUARRY_BOOTSTRAP_KEY_FILE");
        assertRefused(Map.of("QUARRY_BOOTSTRAP_KEY_FILE", empty.toString()), "empty");
        assertRefused(
                Map.of("DATABASE_URL", "postgresql://x:secret@y/z", "DATABASE_URL_FILE", empty.toString()), "both set");
    }

    private static void assertRefused(Map<String, String> environment, String named) {
        assertThatThrownBy(() -> SecretFiles.read(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("secret");
    }
}
