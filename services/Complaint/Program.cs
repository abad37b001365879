using Oversight.Complaint;
using Oversight.Web;

var host = ServiceHost.Create(args);
host.AddComplaint();
var app = host.Build();
app.MapComplaint();
return await host.RunAsync(app);
