/** Finds the flow entry that a key matches. Start at {@link io.weft.flow.classifier.Classifier}. */
package io.weft.flow.classifier;
