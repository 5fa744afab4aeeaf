package io.gennaker.cli.demo;

import io.gennaker.cli.api.Execution;
import io.gennaker.contracts.ImageReference;

/// One delivery of the demo: what was pushed, how its execution ended, what production looked like after it.
record Delivery(ImageReference image, Execution execution, Playground.Production production) {}
