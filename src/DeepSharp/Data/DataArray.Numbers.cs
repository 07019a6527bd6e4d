namespace DeepSharp;

// Single numbers, so that [0, 1, 1] is data: the numbers in brackets become one array.
public abstract partial class DataArray
{
    private bool _isNumber;

    /// <summary>One sample of one value, shape (1): what makes <c>model.Fit(x, [0, 1, 1])</c> data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A float does not hold the value exactly.</exception>
    public static implicit operator DataArray(int value) => OfOne<int>([value]);

    /// <summary>One sample of one value, rounded to a float, shape (1): what makes <c>model.Fit(x, [0.5, 1.5])</c> data.</summary>
    public static implicit operator DataArray(double value) => OfOne<float>([(float)value]);

    /// <summary>Arrays as they are; of numbers alone one array that has them all.</summary>
    /// <exception cref="ArgumentException">There are both arrays and numbers.</exception>
    internal static DataArray[] JoinNumbers(ReadOnlySpan<DataArray> arrays)
    {
        int numbers = 0;
        bool isWhole = true;
        foreach (DataArray array in arrays)
        {
            if (array is not { _isNumber: true }) continue;
            numbers++;
            isWhole &= array is DataArray<int>;
        }

        if (numbers == 0) return arrays.ToArray();
        if (numbers == arrays.Length) return [isWhole ? Joined<int>(arrays) : Joined<float>(arrays)];
        throw new ArgumentException(
            "DataGroup: expected either arrays, one for each input or output, or numbers, one for each sample, but got both: " +
            $"{numbers} of {arrays.Length} are numbers. Write an array of one number as new[] {{ number }}.", nameof(arrays));
    }

    private static DataArray<T> OfOne<T>(T[] value) where T : unmanaged
    {
        DataArray<T> array = DataArray<T>.Of(value, [1]);
        array._isNumber = true;
        return array;
    }

    private static DataArray<T> Joined<T>(ReadOnlySpan<DataArray> numbers) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        var values = new T[numbers.Length];
        for (int i = 0; i < values.Length; i++) values[i] = T.CreateTruncating(numbers[i].Item(0));
        return DataArray<T>.Of(values, [values.Length]);
    }
}
