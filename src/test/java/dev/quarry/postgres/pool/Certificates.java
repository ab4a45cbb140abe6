package dev.quarry.postgres.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An authority, what it signed, and an authority that signed nothing, as PEM files: {@code ca.crt}, {@code server.crt} for
 * localhost, {@code certified.crt} for a client of that name, {@code stranger.crt}; the keys beside them.
 */
record Certificates(Path folder) {
    private static final String PASSWORD = "password";

    static Certificates make(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("certificates.p12");
        keytool(store, "ca", "-ext", "bc:c");
        keytool(store, "stranger", "-ext", "bc:c");
        keytool(store, "server", "-signer", "ca", "-ext", "san=dns:localhost");
        keytool(store, "certified", "-signer", "ca");
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        for (String alias : List.of("ca", "stranger", "server", "certified")) {
            write(
                    folder.resolve(alias + ".crt"),
                    "CERTIFICATE",
                    keys.getCertificate(alias).getEncoded());
            write(
                    folder.resolve(alias + ".key"),
                    "PRIVATE KEY",
                    keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
        }
        return new Certificates(folder);
    }

    /** The path of a file as the URL and the server take it. */
    String file(String name) {
        return folder.resolve(name).toAbsolutePath().toString();
    }

    private static void keytool(Path store, String alias, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-alias", alias, "-dname", "CN=" + alias));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(store.resolveSibling("keytool.log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(store.resolveSibling("keytool.log")));
        }
    }

    private static void write(Path file, String label, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
        // The server refuses a key that others can read.
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
