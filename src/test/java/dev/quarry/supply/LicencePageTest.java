package dev.quarry.supply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class LicencePageTest {
    @Test
    void a_licence_has_a_row_with_its_parts() throws JsonProcessingException {
        String page = LicencePage.page(new ObjectMapper().readTree("""
                {"components": [
                  {"group": "b", "name": "two", "version": "2", "licenses": [{"license": {"id": "MIT"}}]},
                  {"group": "a", "name": "one", "version": "1", "licenses": [{"license": {"name": "MIT"}}]},
                  {"group": "c", "name": "three", "version": "3", "licenses": [{"expression": "EPL-2.0 OR MIT"}]},
                  {"group": "d", "name": "four", "version": "4"}]}"""));

        assertThat(page)
                .contains("| MIT | a:one 1, b:two 2 |", "| EPL-2.0 OR MIT | c:three 3 |", "| not stated | d:four 4 |");
    }
}
