namespace DeepSharp.Tests;

/// <summary>Turns Winograd's method on or off for one test.</summary>
public sealed class WinogradSetting : IDisposable
{
    private readonly bool _before = DeepSharpRuntime.Winograd;

    public WinogradSetting(bool isEnabled) => DeepSharpRuntime.Winograd = isEnabled;

    public void Dispose() => DeepSharpRuntime.Winograd = _before;
}
