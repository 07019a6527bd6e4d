using System.Diagnostics.CodeAnalysis;

namespace DeepSharp;

// Checks of arguments, with their messages apart so that the copying loops stay small.
public abstract partial class DataArray
{
    private void RequireSamples(string method, int start, int count)
    {
        if (start < 0 || count < 0 || start > Count - count) ThrowRange(method, start, count);
    }

    private void RequireLength(string method, int samples, Span<float> destination)
    {
        if (destination.Length != (long)samples * SampleSize) ThrowLength(method, samples, destination.Length);
    }

    [DoesNotReturn]
    private void ThrowRange(string method, int start, int count) => throw new ArgumentOutOfRangeException(
        nameof(start),
        $"DataArray.{method}: expected samples within the {Count} of shape {Shape} but got {count} from {start} on. " +
        $"Ask for samples from 0 to {Count}.");

    [DoesNotReturn]
    private void ThrowLength(string method, int samples, int length) => throw new ShapeException(
        $"DataArray.{method}: expected a destination of {(long)samples * SampleSize} values for {samples} samples of shape {SampleShape} " +
        $"but got {length}. Slice it to that length.");

    [DoesNotReturn]
    private void ThrowNoSample(string method, int index, int? position) => throw new ArgumentOutOfRangeException(
        nameof(index),
        $"DataArray.{method}: expected a sample from 0 to {Count - 1} of shape {Shape} but " +
        (position is null ? $"got {index}." : $"index number {position} is {index}.") +
        " Indices count from 0, and negative ones are not taken.");
}
