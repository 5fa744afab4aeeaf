package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.WithdrawnImage;
import io.gennaker.cli.display.Table;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Images that are kept from pipelines: `list`, `withdraw`, `reinstate`.
@Command(
        name = "images",
        description = "Images that are kept from pipelines: list them, withdraw one, reinstate one.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ImagesCommand.Listing.class, ImagesCommand.Withdraw.class, ImagesCommand.Reinstate.class})
public final class ImagesCommand {
    @ParentCommand
    private Gennaker gennaker;

    private Session session() {
        return gennaker.session();
    }

    @Command(
            name = "list",
            description = "List withdrawn images, the newest first, with who or what withdrew them and why.",
            mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer> {
        @ParentCommand
        private ImagesCommand parent;

        @Option(names = "--pipeline", paramLabel = "NAME", description = "only of this pipeline")
        private @Nullable String pipeline;

        @Mixin
        private Limit limit;

        @Override
        public Integer call() {
            Session session = parent.session();
            List<WithdrawnImage> images = session.console().withdrawnImages(pipeline, limit.value());
            if (session.json()) {
                session.printJson(images);
                return ExitCode.OK.code();
            }
            var table = new Table("AT", "PIPELINE", "IMAGE", "BY", "REASON");
            images.forEach(image -> table.row(
                    image.at().truncatedTo(ChronoUnit.SECONDS),
                    image.pipeline(),
                    image.image(),
                    image.by() == null ? String.valueOf(image.execution()) : image.by(),
                    image.reason()));
            table.lines().forEach(session::print);
            return ExitCode.OK.code();
        }
    }

    /// What both changes are told.
    abstract static class Change implements Callable<Integer> {
        @ParentCommand
        private ImagesCommand parent;

        @Parameters(index = "0", paramLabel = "PIPELINE", description = "its name")
        private String pipeline;

        @Parameters(index = "1", paramLabel = "IMAGE", description = "REPOSITORY@sha256:...")
        private String image;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "kept, and shown to others")
        private String reason;

        abstract WithdrawnImage.Change change(Session session, String pipeline, String image, String reason);

        abstract String done();

        @Override
        public Integer call() {
            Session session = parent.session();
            WithdrawnImage.Change changed = change(session, pipeline, image, reason);
            if (session.json()) {
                session.printJson(changed);
            } else {
                session.print(changed.image() + (changed.inForce() ? ": " : ": asked for, not confirmed yet: ") + done()
                        + " " + changed.pipeline());
            }
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "withdraw",
            description =
                    "Keep an image from a pipeline: nothing starts with it any more, by whomever it is asked for. What"
                            + " runs goes on.",
            mixinStandardHelpOptions = true)
    static final class Withdraw extends Change {
        @Override
        WithdrawnImage.Change change(Session session, String pipeline, String image, String reason) {
            return session.console().withdrawImage(pipeline, image, reason);
        }

        @Override
        String done() {
            return "withdrawn from";
        }
    }

    @Command(
            name = "reinstate",
            description =
                    "Let an image be delivered again that a person withdrew or an execution took back; maintainers"
                            + " may.",
            mixinStandardHelpOptions = true)
    static final class Reinstate extends Change {
        @Override
        WithdrawnImage.Change change(Session session, String pipeline, String image, String reason) {
            return session.console().reinstateImage(pipeline, image, reason);
        }

        @Override
        String done() {
            return "reinstated for";
        }
    }
}
