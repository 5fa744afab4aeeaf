package io.gennaker.judgement.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.FileSource;
import io.gennaker.judgement.callout.AddressRules;
import io.gennaker.judgement.callout.Addresses;
import io.gennaker.judgement.callout.CallFailed;
import io.gennaker.judgement.callout.FileText;
import io.gennaker.judgement.callout.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A real repository, over HTTP.
class GitFilesTest {
    private static final List<Network> HERE = List.of(Network.parse("127.0.0.0/8"));

    @TempDir
    private Path folder;

    private Git git;
    private GitServer server;
    private String first;
    private String second;

    @BeforeEach
    void repository() throws Exception {
        PlainSystem.use();
        git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
        write("deploy/shop.yaml", "kind: First\n");
        write("other.bin", "x".repeat(100_000));
        git.add().addFilepattern(".").call();
        first = commit("first");
        git.tag().setName("v1").setMessage("annotated").setTagger(person()).call();
        write("deploy/shop.yaml", "kind: Second\n");
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        write("large", "x".repeat(FileText.LARGEST + 1));
        write("secret", "{kind: Secret, metadata: {name: db}, stringData: {password: hunter2}}");
        write("pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
        git.add().addFilepattern(".").call();
        submodule("module");
        second = commit("second");
        server = new GitServer(folder.resolve(".git"));
    }

    @AfterEach
    void close() {
        server.close();
        git.close();
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String commit(String message) throws Exception {
        return git.commit()
                .setMessage(message)
                .setAuthor(person())
                .setCommitter(person())
                .setSign(false)
                .call()
                .name();
    }

    private static PersonIdent person() {
        return new PersonIdent("ann", "ann@example.com");
    }

    private void submodule(String path) throws IOException {
        var cache = git.getRepository().lockDirCache();
        var builder = cache.builder();
        builder.keep(0, cache.getEntryCount());
        var entry = new DirCacheEntry(path);
        entry.setFileMode(FileMode.GITLINK);
        entry.setObjectId(ObjectId.fromString(first));
        builder.add(entry);
        builder.commit();
    }

    private GitFiles files(List<Network> allowed, @Nullable Path secret) {
        var host = new GitConfiguration.Host() {
            @Override
            public String host() {
                return "git.example.com";
            }

            @Override
            public Optional<URI> url() {
                return Optional.of(URI.create(server.url() + "/"));
            }

            @Override
            public String user() {
                return "ann";
            }

            @Override
            public Optional<Path> secretFile() {
                return Optional.ofNullable(secret);
            }
        };
        var configuration = new GitConfiguration() {
            @Override
            public Duration timeout() {
                return Duration.ofSeconds(30);
            }

            @Override
            public Map<String, Host> hosts() {
                return Map.of("example", host);
            }
        };
        return new GitFiles(
                new GitHosts(configuration),
                new Addresses(new AddressRules(allowed), InetAddress::getAllByName),
                configuration);
    }

    private static FileSource.GitFile file(String ref, String path) {
        return new FileSource.GitFile("git.example.com/acme/shop", ref, path);
    }

    @Test
    void shouldPinBranchesTagsAndCommits() throws Exception {
        // When
        var ofBranch = files(HERE, null).bring(file("main", "deploy/shop.yaml"));
        var ofTag = files(HERE, null).bring(file("v1", "deploy/shop.yaml"));
        var ofCommit = files(HERE, null).bring(file(first, "deploy/shop.yaml"));

        // Then
        assertThat(ofBranch.text()).isEqualTo("kind: Second\n");
        assertThat(ofBranch.commit()).isEqualTo(second);
        assertThat(ofTag.text()).isEqualTo("kind: First\n");
        assertThat(ofTag.commit()).isEqualTo(first);
        assertThat(ofCommit).isEqualTo(ofTag);
    }

    @Test
    void shouldBringTheFileFromAHostThatCannotLeaveOutTheRest() throws Exception {
        // Given
        server.withoutFilters();

        // When
        var brought = files(HERE, null).bring(file("main", "deploy/shop.yaml"));

        // Then
        assertThat(brought.text()).isEqualTo("kind: Second\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            main  | nowhere.yaml     | the commit has no nowhere.yaml
            main  | deploy           | deploy is a folder, not a file
            main  | binary/x         | binary is a file, not a folder
            main  | binary           | it is no text in UTF-8
            main  | large            | it has 1048577 bytes; allowed are 1048576
            main  | pointer          | it is a pointer of Git LFS
            main  | secret           | file:1:38: stringData: found values of Secret 'db'
            main  | link             | link is a link, which is not followed
            main  | module           | module is a submodule, which is not followed
            main  | module/shop.yaml | module is a submodule, which is not followed
            other | deploy/shop.yaml | the repository has no branch and no tag other
            """)
    void shouldRefuseForGood(String ref, String path, String reason) {
        assertThatThrownBy(() -> files(HERE, null).bring(file(ref, path)))
                .isInstanceOfSatisfying(CallFailed.class, failed -> {
                    assertThat(failed.isRefused()).isTrue();
                    assertThat(failed.getMessage()).startsWith(reason);
                });
    }

    @Test
    void shouldRefuseAddressesThatMayNotBeCalled() {
        assertThatThrownBy(() -> files(List.of(), null).bring(file("main", "deploy/shop.yaml")))
                .isInstanceOfSatisfying(CallFailed.class, failed -> {
                    assertThat(failed.isRefused()).isTrue();
                    assertThat(failed.getMessage()).contains("127.0.0.1, which may not be called");
                });
    }

    @Test
    void shouldShowItsSecretToItsHost() throws Exception {
        // Given
        server.requires("ann", "s3cret");
        Path secret = folder.resolve(".git/secret");
        Files.write(secret, "s3cret\n".getBytes(StandardCharsets.UTF_8));

        // When
        var brought = files(HERE, secret).bring(file("main", "deploy/shop.yaml"));

        // Then
        assertThat(brought.commit()).isEqualTo(second);
    }

    @Test
    void shouldSayThatCredentialsAreMissing() {
        // Given
        server.requires("ann", "s3cret");

        // Then
        assertThatThrownBy(() -> files(HERE, null).bring(file("main", "deploy/shop.yaml")))
                .isInstanceOfSatisfying(CallFailed.class, failed -> {
                    assertThat(failed.isRefused()).isTrue();
                    assertThat(failed.getMessage()).contains("wants credentials", "gennaker.git.hosts");
                });
    }

    @Test
    void shouldNotFollowToAnotherAddress() {
        // Given
        server.redirectsTo("http://169.254.169.254");

        // Then
        assertThatThrownBy(() -> files(HERE, null).bring(file("main", "deploy/shop.yaml")))
                .isInstanceOf(CallFailed.class)
                .hasMessageNotContaining("may not be called");
    }

    @Test
    void shouldSayThatItMayBeTriedAgainWhenTheHostIsAway() {
        // Given
        server.failsNext(10);

        // Then
        assertThatThrownBy(() -> files(HERE, null).bring(file("main", "deploy/shop.yaml")))
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        failed -> assertThat(failed.isRefused()).isFalse());
    }
}
