package dev.quarry.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CollectionUploadsTest {
    @Test
    void a_title_is_made_of_the_first_words_where_there_is_none() {
        assertThat(CollectionUploads.title(new BeirCollection.Document("1", "", " some\n words ")))
                .isEqualTo("some words");
        assertThat(CollectionUploads.title(new BeirCollection.Document("1", " ", "word ".repeat(40))))
                .isEqualTo("word ".repeat(20).strip());
        assertThat(CollectionUploads.title(new BeirCollection.Document("1", "", "😀".repeat(60))))
                .isEqualTo("😀".repeat(50));
        assertThat(CollectionUploads.title(new BeirCollection.Document("1", "t".repeat(1200), "text")))
                .hasSize(1000);
    }
}
