package io.gennaker.console.definition;

import io.gennaker.console.definition.TemplateStore.ChannelState;
import io.gennaker.console.definition.TemplateStore.Use;
import io.gennaker.pipeline.PipelineTemplate;
import io.gennaker.pipeline.Written;
import io.gennaker.pipeline.definition.TemplatedPipeline;
import java.util.Optional;

/// The version of its template that a pipeline gets when it is stored, as the orchestrator decides it.
public final class InForceTemplates implements Submission.Templates {
    private final TemplateStore templates;

    public InForceTemplates(TemplateStore templates) {
        this.templates = templates;
    }

    @Override
    public Optional<PipelineTemplate> find(TemplatedPipeline pipeline) {
        Optional<Written> version =
                switch (pipeline.template()) {
                    case TemplatedPipeline.Reference.Pinned pinned ->
                        templates.version(pinned.name(), pinned.digest().value());
                    case TemplatedPipeline.Reference.Followed followed ->
                        channel(followed)
                                .flatMap(channel ->
                                        templates.version(followed.name(), digest(channel, followed, pipeline.name())));
                };
        return version.map(PipelineTemplate::of);
    }

    private Optional<ChannelState> channel(TemplatedPipeline.Reference.Followed reference) {
        return templates.channels(reference.name()).stream()
                .filter(channel -> channel.channel().equals(reference.channel().word()))
                .findFirst();
    }

    /// While a wave is under way, a pipeline keeps what it has.
    private String digest(ChannelState channel, TemplatedPipeline.Reference.Followed reference, String pipeline) {
        return channel.incoming() == null
                ? channel.digest()
                : templates
                        .use(pipeline)
                        .filter(use -> follows(use, reference))
                        .map(Use::digest)
                        .orElse(channel.digest());
    }

    private static boolean follows(Use use, TemplatedPipeline.Reference.Followed reference) {
        return use.template().equals(reference.name())
                && reference.channel().word().equals(use.channel());
    }
}
