namespace DeepSharp.Tests.Data;

public class DataArrayErrorTests
{
    private static readonly DataArray Data = DataArray.From(new byte[12], [3, 4]);

    [Fact]
    public void The_number_of_values_must_be_that_of_the_shape()
    {
        var error = Assert.Throws<ShapeException>(() => DataArray.From(new byte[11], [2, 2, 3]));

        Assert.Equal(
            "DataArray.From: expected 12 values for shape (2, 2, 3) but got 11. Give the shape of the whole array, samples first.",
            error.Message);
    }

    [Fact]
    public void A_shape_without_samples_or_of_unknown_length_is_refused()
    {
        Assert.Throws<ShapeException>(() => DataArray.From(new byte[1], []));
        Assert.Throws<ShapeException>(() => DataArray.From(new byte[4], [Shape.Any, 4]));
        Assert.Throws<ShapeException>(() => { DataArray _ = Tensor.Scalar(1f); });
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void An_index_outside_names_its_place_in_the_batch(int index)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Data.CopySamples([0, index], new float[8]));

        Assert.Contains($"expected a sample from 0 to 2 of shape (3, 4) but index number 1 is {index}.", error.Message);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 4)]
    [InlineData(3, 1)]
    [InlineData(1, -1)]
    [InlineData(2, int.MaxValue)]
    [InlineData(int.MaxValue, 2)]
    public void A_range_outside_is_refused(int start, int count)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Data.Slice(start, count));
        Assert.Throws<ArgumentOutOfRangeException>(() => Data.CopyRange(start, count, new float[4]));

        Assert.Contains($"expected samples within the 3 of shape (3, 4) but got {count} from {start} on.", error.Message);
    }

    [Fact]
    public void A_range_written_with_dots_is_checked_too()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Data[..4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Data[2..1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Data[^4..]);
    }

    [Fact]
    public void The_destination_must_have_the_exact_length()
    {
        var error = Assert.Throws<ShapeException>(() => Data.CopySamples([0, 1], new float[9]));
        Assert.Throws<ShapeException>(() => Data.CopyRange(0, 2, new float[7]));

        Assert.Contains("expected a destination of 8 values for 2 samples of shape (4,) but got 9.", error.Message);
    }

    [Fact]
    public void Item_wants_samples_of_one_value()
    {
        Assert.Contains("Use Sample(1).", Assert.Throws<ShapeException>(() => Data.Item(1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Data.Item(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Data.Sample(-1));
        Assert.Contains("expected a sample from 0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => Data[3]).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Data[^4]);
    }

    [Fact]
    public void Raw_values_are_had_as_they_are_kept()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Data.RawValues<int>().Length);

        Assert.Contains("Byte, but got Int32", error.Message);
    }

    [Fact]
    public void Null_is_refused_at_the_door()
    {
        Assert.Throws<ArgumentNullException>(() => { DataArray _ = (float[])null!; });
        Assert.Throws<ArgumentNullException>(() => { DataArray _ = (byte[,,,])null!; });
        Assert.Throws<ArgumentNullException>(() => { DataArray _ = (Tensor)null!; });
        Assert.Throws<ArgumentNullException>(() => (DataArray)null! / 2f);
    }
}
