package io.gennaker.pipeline.template;

/// Where a part of an expanded pipeline was written.
///
/// @param path in the template, or in the pipeline that names it
record Origin(boolean inTemplate, String path) {}
