namespace Oversight.Persistence;

/// <summary>A record that belongs to one administrative division, by which every query of it is scoped.</summary>
public interface IWithinDivision
{
    /// <summary>GB/T 2260, six digits.</summary>
    string Division { get; }
}
