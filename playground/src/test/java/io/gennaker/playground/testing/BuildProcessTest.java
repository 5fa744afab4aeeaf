package io.gennaker.playground.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.playground.testing.BuildProcess.Ancestor;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildProcessTest {
    private static final Ancestor FORK = new Ancestor(4, "/jdk/bin/java", "/jdk/bin/java -jar surefirebooter.jar");
    private static final Ancestor MAVEN =
            new Ancestor(3, "/jdk/bin/java", "/jdk/bin/java org.codehaus.plexus.classworlds.launcher.Launcher verify");
    private static final Ancestor EDITOR = new Ancestor(2, "/editor/jbr/bin/java", "/editor/jbr/bin/java Editor");
    private static final Ancestor SHELL = new Ancestor(1, "/bin/bash", "bash");

    @Test
    void shouldShareTheLifeOfMavenEvenWhenAnEditorRunsIt() {
        assertThat(BuildProcess.choose(List.of(FORK, MAVEN, EDITOR, SHELL))).isEqualTo(MAVEN.pid());
    }

    @Test
    void shouldShareTheLifeOfTheTopmostJavaWhenThereIsNoMaven() {
        assertThat(BuildProcess.choose(List.of(FORK, SHELL, EDITOR, SHELL))).isEqualTo(EDITOR.pid());
    }
}
