"""What the networks for signals share: batches, augmentation, the learning-rate curve, the visible loop, evaluation."""
