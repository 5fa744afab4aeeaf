package io.gennaker.judgement.git;

import io.gennaker.judgement.callout.CallFailed;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// A repository at its host.
final class GitRemote {
    private static final FilterSpec NO_FILES = filter();

    private final Repository local;
    private final String url;
    private final @Nullable CredentialsProvider credentials;
    private final GuardedConnections connections;
    private final Duration timeout;

    GitRemote(
            Repository local,
            String url,
            @Nullable CredentialsProvider credentials,
            GuardedConnections connections,
            Duration timeout) {
        this.local = local;
        this.url = url;
        this.credentials = credentials;
        this.connections = connections;
        this.timeout = timeout;
        local.getConfig().setString("http", null, "followRedirects", "false");
        // it is gone before anything could be tidied up
        local.getConfig().setInt("gc", null, "auto", 0);
    }

    private static FilterSpec filter() {
        try {
            return FilterSpec.fromFilterLine("blob:none");
        } catch (IOException impossible) {
            throw new IllegalStateException("a filter of Git is not known", impossible);
        }
    }

    /// What a branch, a tag or a commit names: a commit, or an annotated tag.
    ObjectId object(String ref) throws CallFailed, IOException {
        if (ObjectId.isId(ref)) {
            return ObjectId.fromString(ref);
        }
        List<String> names =
                Stream.of("refs/heads/", "refs/tags/").map(kind -> kind + ref).toList();
        return calling(transport -> {
            try (FetchConnection connection =
                    transport.openFetch(names.stream().map(RefSpec::new).toList())) {
                for (String name : names) {
                    Ref found = connection.getRef(name);
                    if (found != null) {
                        return found.getPeeledObjectId() == null ? found.getObjectId() : found.getPeeledObjectId();
                    }
                }
            }
            throw CallFailed.refused("the repository has no branch and no tag " + ref);
        });
    }

    /// The commit and its trees, without files where the host can leave them out.
    void fetchTrees(ObjectId named) throws CallFailed, IOException {
        calling(transport -> {
            transport.setDepth(1);
            transport.setFilterSpec(NO_FILES);
            try {
                return fetch(transport, named);
            } catch (TransportException withoutFilter) {
                transport.setFilterSpec(FilterSpec.NO_FILTER);
                return fetch(transport, named);
            }
        });
    }

    void fetch(ObjectId object) throws CallFailed, IOException {
        calling(transport -> fetch(transport, object));
    }

    private static ObjectId fetch(Transport transport, ObjectId object) throws IOException {
        transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec(object.name())));
        return object;
    }

    @FunctionalInterface
    private interface Call {
        ObjectId on(Transport transport) throws IOException, CallFailed;
    }

    private ObjectId calling(Call call) throws CallFailed, IOException {
        try (Transport transport = open()) {
            return call.on(transport);
        } catch (TransportException failed) {
            throw meaning(failed);
        }
    }

    private Transport open() throws IOException {
        try {
            Transport transport = Transport.open(local, new URIish(url));
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setCheckFetchedObjects(false);
            transport.setCredentialsProvider(credentials);
            transport.setTimeout((int) timeout.toSeconds());
            ((TransportHttp) transport).setHttpConnectionFactory(connections);
            return transport;
        } catch (URISyntaxException malformed) {
            throw new IOException(malformed.getMessage(), malformed);
        }
    }

    private CallFailed meaning(TransportException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof GuardedConnections.Refused) {
                return CallFailed.refused(String.valueOf(cause.getMessage()));
            }
        }
        String words = String.valueOf(failed.getMessage());
        if (failed instanceof NoRemoteRepositoryException) {
            return CallFailed.refused("there is no repository at " + url);
        }
        return words.contains("not authorized") || words.contains("uthentication is required")
                ? CallFailed.refused(url + " wants credentials, or others: see gennaker.git.hosts; or it is not there")
                : CallFailed.noAnswer(words);
    }
}
