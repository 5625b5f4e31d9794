package io.weft.flow.action;

/** On which side of its sampling port a packet is sampled. */
public enum SampleDirection {
    /** By what it does there: the output side if it goes out, else the input side. */
    DEFAULT,
    INGRESS,
    EGRESS
}
