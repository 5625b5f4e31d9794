package io.weft.vswitch.translate;

/**
 * Something that packets do besides being sent, such as making a flow entry. A translation lists its effects; whoever keeps it has them
 * carried out when packets pass.
 *
 * <p>Immutable, and equal to the effect of another translation when carrying out either is the same.
 */
public interface Effect {}
