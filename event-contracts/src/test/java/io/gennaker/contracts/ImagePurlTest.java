package io.gennaker.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePurlTest {
    private static final String HEX = "a71ec714741529797433da321b097939a498788ca3897435533d54ed44f6cf59";

    @ParameterizedTest
    @ValueSource(strings = {"us.gcr.io/acme/shop:v1", "us.gcr.io/acme/shop", "localhost:5000/shop", "shop:v1"})
    void shouldReadWhatItWrote(String name) {
        // Given
        var image = ImageReference.parse(name + "@sha256:" + HEX);

        // When
        var read = ImagePurl.parse(ImagePurl.of(image));

        // Then
        assertThat(read).isEqualTo(image);
    }

    @Test
    void shouldWriteTheFormOfTheSpecification() {
        // Given
        var image = ImageReference.parse("us.gcr.io/acme/shop:v1@sha256:" + HEX);

        // When
        var purl = ImagePurl.of(image);

        // Then
        assertThat(purl).isEqualTo("pkg:oci/shop@sha256%3A" + HEX + "?repository_url=us.gcr.io/acme/shop&tag=v1");
    }

    @ParameterizedTest
    @CsvSource({
        "pkg:oci/shop@sha256%3AHEX?repository_url=us.gcr.io%2Facme%2Fshop&arch=amd64&tag=v1, us.gcr.io/acme/shop:v1@sha256:HEX",
        "pkg:oci/shop@sha256:HEX?repository_url=us.gcr.io/acme, us.gcr.io/acme/shop@sha256:HEX",
        "pkg:OCI/shop@sha256%3aHEX?repository_url=https://us.gcr.io/acme/shop/&tag=v1#sub, us.gcr.io/acme/shop:v1@sha256:HEX",
        "pkg:oci/shop?repository_url=us.gcr.io/acme/shop&tag=v1, us.gcr.io/acme/shop:v1",
        "pkg:docker/acme/shop@sha256%3AHEX?repository_url=us.gcr.io&tag=v1, us.gcr.io/acme/shop:v1@sha256:HEX",
        "pkg:docker/acme/shop@v1, docker.io/acme/shop:v1",
    })
    void shouldReadTheFormsThatToolsWrite(String purl, String image) {
        // When
        var read = ImagePurl.parse(purl.replace("HEX", HEX));

        // Then
        assertThat(read).hasToString(image.replace("HEX", HEX));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pkg:maven/org.acme/shop@1.0 | is no image: its type is maven",
                "pkg:oci/shop@sha256%3Aabc?repository_url=us.gcr.io/shop | digest 'sha256:abc' does not match",
                "pkg:oci/shop@sha256%3Aabc | has no repository_url",
                "pkg:oci/shop?repository_url=us.gcr.io/acme/shop | has neither a tag nor a digest",
                "pkg:oci/sh%zzop?repository_url=us.gcr.io/acme/shop | is not encoded as URLs are",
                "pkg:oci | is no package URL",
            })
    void shouldSayWhatIsWrong(String purl, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImagePurl.parse(purl))
                .withMessageContaining(reason);
    }
}
