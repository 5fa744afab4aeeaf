package io.gennaker.judgement.git;

import io.gennaker.judgement.callout.CallFailed;
import io.gennaker.judgement.callout.FileText;
import java.io.IOException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Finds a file in the trees of a commit that were fetched.
final class Checkout {
    private final Repository repository;

    Checkout(Repository repository) {
        this.repository = repository;
    }

    /// The commit of an object that may be an annotated tag.
    ObjectId commit(ObjectId named) throws IOException {
        try (var walk = new RevWalk(repository)) {
            return walk.parseCommit(named).copy();
        }
    }

    /// The blob of a path.
    ObjectId find(ObjectId commit, String path) throws IOException, CallFailed {
        try (var walk = new RevWalk(repository)) {
            RevTree tree = walk.parseCommit(commit).getTree();
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                entry(tree, path.substring(0, slash), true);
            }
            return entry(tree, path, false);
        }
    }

    private ObjectId entry(RevTree tree, String path, boolean folder) throws IOException, CallFailed {
        try (TreeWalk entry = TreeWalk.forPath(repository, path, tree)) {
            if (entry == null) {
                throw CallFailed.refused("the commit has no " + path);
            }
            int mode = entry.getRawMode(0);
            if (FileMode.GITLINK.equals(mode)) {
                throw CallFailed.refused(path + " is a submodule, which is not followed");
            }
            if (FileMode.SYMLINK.equals(mode)) {
                throw CallFailed.refused(path + " is a link, which is not followed");
            }
            if (folder != FileMode.TREE.equals(mode)) {
                throw CallFailed.refused(path + (folder ? " is a file, not a folder" : " is a folder, not a file"));
            }
            return entry.getObjectId(0);
        }
    }

    boolean has(ObjectId blob) throws IOException {
        return repository.getObjectDatabase().has(blob);
    }

    byte[] read(ObjectId blob) throws IOException, CallFailed {
        ObjectLoader loader = repository.open(blob);
        if (loader.getSize() > FileText.LARGEST) {
            throw FileText.tooLarge(loader.getSize());
        }
        return loader.getBytes(FileText.LARGEST);
    }
}
