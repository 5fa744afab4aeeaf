package io.gennaker.pipeline.planning;

import io.gennaker.contracts.CompressedText;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.render.ImageBinding;
import io.gennaker.pipeline.render.Manifest;
import io.gennaker.pipeline.render.Renderer;
import io.gennaker.pipeline.render.RenderingFailed;
import io.gennaker.pipeline.yaml.YamlFile;
import io.gennaker.pipeline.yaml.YamlNode;
import io.gennaker.pipeline.yaml.YamlWriter;
import java.util.List;

/// Manifests that are kept as written until their stage's turn comes.
public final class LateManifests {
    private static final String MANIFESTS = "manifests";
    private static final String PATCH = "patch";

    private LateManifests() {}

    /// The manifests evaluated, their images bound.
    public static CompressedText render(CompressedText written, Bindings bindings, ImageBinding images)
            throws Unplannable {
        try {
            return packed(new Renderer()
                    .render(parsed(MANIFESTS, written), bindings).stream()
                            .map(images::bind)
                            .toList());
        } catch (RenderingFailed failed) {
            throw new Unplannable(String.valueOf(failed.getMessage()));
        }
    }

    /// A patch evaluated, its images bound.
    ///
    /// @param kind of the object
    static CompressedText patch(CompressedText written, String kind, Bindings bindings, ImageBinding images)
            throws Unplannable {
        try {
            YamlNode patch = new Renderer().renderPatch(parsed(PATCH, written), bindings);
            return packedPatch(bound(patch, kind, images));
        } catch (RenderingFailed failed) {
            throw new Unplannable(String.valueOf(failed.getMessage()));
        }
    }

    /// Manifests as written, kept for their turn: refused now when they could not be read then.
    static CompressedText kept(List<Manifest> manifests) throws Unplannable {
        CompressedText packed = packed(manifests);
        parsed(MANIFESTS, packed);
        return packed;
    }

    /// The same of a patch.
    static CompressedText keptPatch(YamlNode patch) throws Unplannable {
        CompressedText packed = packedPatch(patch);
        parsed(PATCH, packed);
        return packed;
    }

    /// Files that keep to all bounds may together be beyond them.
    private static YamlFile parsed(String what, CompressedText written) throws Unplannable {
        try {
            YamlFile file = YamlFile.parse(what, written.text());
            if (!file.problems().isEmpty()) {
                throw new Unplannable(file.problems().getFirst().text());
            }
            return file;
        } catch (IllegalArgumentException tooLarge) {
            throw new Unplannable(what + ": " + tooLarge.getMessage());
        }
    }

    static YamlNode bound(YamlNode patch, String kind, ImageBinding images) {
        return switch (patch) {
            case YamlNode.Mapping mapping -> images.bind(kind, mapping);
            case YamlNode.Sequence operations -> images.bind(kind, operations);
            case YamlNode.Scalar _ -> patch;
        };
    }

    static CompressedText packedPatch(YamlNode patch) throws Unplannable {
        try {
            return CompressedText.of(YamlWriter.write(List.of(patch)));
        } catch (IllegalArgumentException tooLarge) {
            throw new Unplannable(PATCH + ": " + tooLarge.getMessage());
        }
    }

    static CompressedText packed(List<Manifest> manifests) throws Unplannable {
        List<YamlNode> documents =
                manifests.stream().<YamlNode>map(Manifest::root).toList();
        try {
            return CompressedText.of(YamlWriter.write(documents));
        } catch (IllegalArgumentException tooLarge) {
            throw new Unplannable(MANIFESTS + ": " + tooLarge.getMessage());
        }
    }
}
