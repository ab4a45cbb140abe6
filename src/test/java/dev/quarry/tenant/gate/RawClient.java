package dev.quarry.tenant.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.testing.Operations.Operation;
import dev.quarry.testing.Operations.Parameter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends requests as they are described, and as they are not. */
final class RawClient implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a client's library sets itself. */
    private static final List<String> RESERVED = List.of("host", "content-length", "connection", "upgrade", "expect");

    private final URI service;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RawClient(URI service) {
        this.service = service;
    }

    /**
     * What is sent.
     *
     * @param key who asks
     * @param values of parameters by {@code in name}; a parameter of the path that has none stands for nothing that exists
     * @param body null: none
     */
    record Request(Operation operation, String key, Map<String, String> values, byte @Nullable [] body) {
        @Override
        public String toString() {
            return operation + " " + values + " "
                    + (body == null ? "" : new String(body, StandardCharsets.UTF_8).replaceAll("(?s)(.{300}).*", "$1"));
        }
    }

    static byte[] json(@Nullable Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    CompletableFuture<HttpResponse<String>> send(Request request) {
        return client.sendAsync(build(request), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest build(Request request) {
        Operation operation = request.operation();
        String path = PLACEHOLDER
                .matcher(operation.path())
                .replaceAll(found -> Matcher.quoteReplacement(encode(request.values()
                        .getOrDefault("path " + found.group().replaceAll("[{}]", ""), SampleValues.pathValue()))));
        List<String> query = new ArrayList<>();
        HttpRequest.Builder builder = HttpRequest.newBuilder();
        for (Parameter parameter : operation.parameters()) {
            String value = request.values().get(parameter.in() + " " + parameter.name());
            if (value != null && "query".equals(parameter.in())) {
                query.add(encode(parameter.name()) + "=" + encode(value));
            } else if (value != null && "header".equals(parameter.in()) && isHeader(parameter.name(), value)) {
                builder.header(parameter.name(), value);
            }
        }
        String tail = query.isEmpty() ? "" : "?" + String.join("&", query);
        byte[] body = request.body();
        builder.uri(service.resolve(path + tail))
                .timeout(DEADLINE)
                .header("Authorization", "Bearer " + request.key())
                .method(
                        operation.method(),
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (operation.body() != null) {
            String type = operation.body().mediaType();
            builder.header("Content-Type", type.startsWith("multipart") ? type + "; boundary=b" : type);
        }
        return builder.build();
    }

    private static boolean isHeader(String name, String value) {
        return !RESERVED.contains(name.toLowerCase(Locale.ROOT))
                && value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        client.close();
    }
}
