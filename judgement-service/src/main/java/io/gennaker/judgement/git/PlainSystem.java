package io.gennaker.judgement.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// A machine without configuration of Git: what its users have set, such as other addresses for a host, changes
/// nothing.
final class PlainSystem extends SystemReader.Delegate {
    private PlainSystem(SystemReader machine) {
        super(machine);
    }

    static void use() {
        if (!(SystemReader.getInstance() instanceof PlainSystem)) {
            SystemReader.setInstance(new PlainSystem(SystemReader.getInstance()));
        }
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS system) {
        return new Empty(parent, system);
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS system) {
        return new Empty(parent, system);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS system) {
        return new Empty(parent, system);
    }

    private static final class Empty extends FileBasedConfig {
        Empty(@Nullable Config parent, FS system) {
            super(parent, null, system);
        }

        @Override
        public void load() {
            // nothing is there
        }

        @Override
        public void save() {
            // nor is anything kept
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
