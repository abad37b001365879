using System.Diagnostics.CodeAnalysis;

namespace Oversight.Kernel;

/// <summary>The outcome of an act that may be refused and returns nothing.</summary>
public readonly record struct Result
{
    private Result(Error? error) => Error = error;

    /// <summary>The refusal, or null when the act was done.</summary>
    public Error? Error { get; }

    /// <summary>True when the act was refused.</summary>
    [MemberNotNullWhen(true, nameof(Error))]
    public bool IsRefused => Error is not null;

    /// <summary>The act was done.</summary>
    public static Result Done => default;

    /// <summary>A refusal, so that an aggregate can write <c>return Errors.AlreadyClosed;</c>.</summary>
    public static implicit operator Result(Error error) => new(error);
}

/// <summary>The outcome of an act that may be refused: either a value or an <see cref="Oversight.Kernel.Error"/>, never both.</summary>
/// <typeparam name="T">What the act returns when it is done.</typeparam>
public readonly record struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Error? error) => (_value, Error) = (value, error);

    /// <summary>The refusal, or null when the act was done.</summary>
    public Error? Error { get; }

    /// <summary>True when the act was refused.</summary>
    [MemberNotNullWhen(true, nameof(Error))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool IsRefused => Error is not null;

    /// <summary>What the act returned.</summary>
    /// <exception cref="InvalidOperationException">The act was refused; ask <see cref="IsRefused"/> first.</exception>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"Refused: {Error.Code}. {Error.Message}");

    /// <summary>The act was done and returned <paramref name="value"/>.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>The act was refused with <paramref name="error"/>.</summary>
    public static implicit operator Result<T>(Error error) => new(default, error);
}
