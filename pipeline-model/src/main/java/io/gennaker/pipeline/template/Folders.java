package io.gennaker.pipeline.template;

import java.util.Map;
import java.util.TreeMap;

/// Names of files in an expanded pipeline: those beside the template and those beside the pipeline keep apart.
public final class Folders {
    private static final String TEMPLATE = "template/";
    private static final String PIPELINE = "pipeline/";

    private Folders() {}

    /// A path as the template writes it.
    static String inTemplate(String path) {
        return isOfPipeline(path) ? path : TEMPLATE + path;
    }

    /// Whether a path is of a file beside the pipeline.
    public static boolean isOfPipeline(String path) {
        return path.startsWith(PIPELINE);
    }

    /// A path as the pipeline writes it.
    static String inPipeline(String path) {
        return PIPELINE + path;
    }

    /// All files, by the path that the expanded pipeline uses.
    public static Map<String, String> joined(Map<String, String> ofTemplate, Map<String, String> ofPipeline) {
        var all = new TreeMap<String, String>();
        ofTemplate.forEach((path, text) -> all.put(TEMPLATE + path, text));
        ofPipeline.forEach((path, text) -> all.put(PIPELINE + path, text));
        return all;
    }

    /// A path of an expanded pipeline as a path from where its author is.
    static String original(String path, String templateFile, String pipelineFile) {
        if (path.startsWith(TEMPLATE)) {
            return sibling(templateFile, path.substring(TEMPLATE.length()));
        }
        return isOfPipeline(path) ? sibling(pipelineFile, path.substring(PIPELINE.length())) : path;
    }

    private static String sibling(String file, String path) {
        return file.substring(0, file.lastIndexOf('/') + 1) + path;
    }
}
