import "../styles/host.css";
