package io.weft.vswitch.fragment;

import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.packet.FrameCache;

/** The agent that calls: where the frames of what is dropped go, and where it is counted. */
public record Owner(FrameCache frames, DropCounters drops) {}
